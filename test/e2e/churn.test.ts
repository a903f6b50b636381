import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { SocketRow } from '../../src/sockets/socket-row.ts';
import { PORTOLAN, ROOT } from './program.fixture.ts';

/**
 * Portolan beside ss, netstat and lsof while connections open and close as fast as they can. All that a single reading
 * may differ in are the churn's own connections, which are those to or from port 7001 that the zoo does not hold.
 */
const ZOO = join(ROOT, 'lab/socket-zoo.mjs');
const CHURN = join(ROOT, 'lab/churn.mjs');
const ROUNDS = 30;
const CHURN_PORT = '7001';
/** Long enough for any machine; the churn ends with the test. */
const CHURN_SECONDS = '600';

const whyNot = whyNoNamespace() ?? (has('ss', '-V') ? null : 'ss is not installed');
if (whyNot !== null) console.warn(`skipped: sockets under churn, because ${whyNot}`);
const peers = { netstat: has('netstat', '--version'), lsof: has('lsof', '-v') };
for (const [program, there] of Object.entries(peers)) {
  if (!there) console.warn(`skipped: ${program} beside Portolan under churn, it is not installed`);
}

function has(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).error === undefined;
}

/** `tcp 127.0.0.1:7001 127.0.0.1:40000`: what a socket is in every one of the four programs. */
type Ends = string;

describe.skipIf(whyNot !== null)('sockets under churn', () => {
  let namespace: NetworkNamespace;
  let churns = false;
  /** What the zoo holds: taken while nothing else was there. TIME-WAIT, which ends by itself, left out. */
  let stable = new Map<Ends, number>();

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, ZOO]);
    stable = countOf(bySs().filter((ends) => !endsByItself(ends)));
  });

  afterAll(async () => namespace.close());

  async function startChurn(): Promise<void> {
    if (churns) return;
    churns = true;
    await namespace.start([process.execPath, CHURN, CHURN_SECONDS]);
  }

  function outputOf(...command: string[]): string {
    const { stdout, status, stderr } = namespace.run(command);
    expect(status, stderr).toBe(0);
    return stdout;
  }

  function bySs(): Ends[] {
    return wordsOf(outputOf('ss', '-Htuane')).map(([transport = '', , , , local = '', peer = '']) =>
      endsOf(transport, local, peer),
    );
  }

  function byNetstat(): Ends[] {
    return wordsOf(outputOf('netstat', '-tuanpW'))
      .slice(2)
      .map(([protocol = '', , , local = '', peer = '']) => endsOf(protocol.slice(0, 3), local, peer));
  }

  /** lsof lists a socket once a descriptor, and what nobody holds not at all. */
  function byLsof(): Ends[] {
    return wordsOf(outputOf('lsof', '-nP', '-i'))
      .slice(1)
      .map((words) => {
        const [, , , , , , , transport = '', name = ''] = words;
        const [local = '', peer = '*:*'] = name.split('->');
        return endsOf(transport.toLowerCase(), local, peer);
      });
  }

  function byPortolan(): SocketRow[] {
    return (JSON.parse(outputOf(process.execPath, PORTOLAN, 'sockets', '--json')) as { sockets: SocketRow[] }).sockets;
  }

  it('are before it what ss, netstat and lsof say they are', { timeout: 300_000 }, () => {
    expect(stable.size).toBeGreaterThan(25);
    const still = (all: readonly Ends[]): Ends[] => all.filter((ends) => !endsByItself(ends)).toSorted();
    const rows = byPortolan();
    expect(still(rows.map(endsOfRow))).toEqual(still(bySs()));
    if (peers.netstat) expect(still(rows.map(endsOfRow))).toEqual(still(byNetstat()));
    // lsof does not list what nobody holds.
    const held = rows.filter((row) => row.owner === 'visible');
    if (peers.lsof) expect(still(held.map(endsOfRow))).toEqual(still(byLsof()));
  });

  it.each([1, 2, 3])(
    `shows what stands still exactly once, and nothing that was never there, ${ROUNDS / 3} rounds, part %i`,
    { timeout: 300_000 },
    async () => {
      await startChurn();
      let repeated = 0;
      for (let round = 0; round < ROUNDS / 3; round++) {
        const before = bySs();
        const rows = byPortolan();
        const others = [...(peers.netstat ? byNetstat() : []), ...(peers.lsof ? byLsof() : [])];
        const seen = new Set([...before, ...others, ...bySs()]);

        const ends = rows.map(endsOfRow);
        const counts = countOf(ends);
        for (const [still, times] of stable) expect(counts.get(still), still).toBe(times);
        for (const one of ends) if (!isOfChurn(one)) expect(seen, `phantom: ${one}`).toContain(one);

        const identities = rows.map((row) => (row.inode === null ? endsOfRow(row) : `inode ${row.inode}`));
        expect(new Set(identities).size, 'a socket stands there twice').toBe(identities.length);
        for (const row of rows) {
          expect(row.state).not.toBe('unknown');
          // The one who waits for others is never taken for a socket of the churn.
          if (row.direction === 'listen') expect(stable.has(endsOfRow(row)), endsOfRow(row)).toBe(true);
        }
        repeated += ends.filter(isOfChurn).length;
      }
      // Otherwise nothing churned, and the test proved nothing.
      expect(repeated).toBeGreaterThan(0);
    },
  );

  it('keeps the lines of ss and netstat whole as well', { timeout: 300_000 }, async () => {
    await startChurn();
    for (const format of ['ss', 'netstat']) {
      for (let round = 0; round < 5; round++) {
        const lines = wordsOf(outputOf(process.execPath, PORTOLAN, 'sockets', '-tuan', '--format', format));
        for (const port of ['7001', '7002', '7003', '7005', '7101', '7106']) {
          const ours = lines.filter((words) => words[format === 'ss' ? 4 : 3]?.endsWith(`:${port}`) === true);
          expect(ours.filter((words) => words[format === 'ss' ? 5 : 4]?.endsWith(':*') === true)).toHaveLength(1);
        }
      }
    }
  });
});

function wordsOf(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
}

function endsOfRow({ transport, local, remote }: SocketRow): Ends {
  const port = (number: number): string => (number === 0 ? '*' : String(number));
  return endsOf(transport, `${local.address}:${port(local.port)}`, `${remote.address}:${port(remote.port)}`);
}

/** The four programs write wildcards, mapped addresses and brackets each in its own way. */
function endsOf(transport: string, local: string, peer: string): Ends {
  return `${transport} ${endOf(local)} ${endOf(peer)}`;
}

function endOf(text: string): string {
  const at = text.lastIndexOf(':');
  const address = text
    .slice(0, at)
    .replaceAll(/[[\]]/g, '')
    .replace(/%\w+$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
  // lsof prints * for both wildcards; which of them it is, is what the other programs are for.
  return `${address === '*' || address === '::' || address === '0.0.0.0' ? '*' : address}:${text.slice(at + 1)}`;
}

function countOf(all: readonly Ends[]): Map<Ends, number> {
  const counts = new Map<Ends, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** The zoo lets one connection to this port end, which leaves TIME-WAIT for a minute. */
function endsByItself(ends: Ends): boolean {
  return /:7008(?: |$)/.test(ends) && !ends.endsWith(':*');
}

/** A connection to or from the port that the churn knocks at. */
function isOfChurn(ends: Ends): boolean {
  const [, local = '', peer = ''] = ends.split(' ');
  return [local, peer].some((end) => end === `127.0.0.1:${CHURN_PORT}`) && !peer.endsWith(':*');
}
