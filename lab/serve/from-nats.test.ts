import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CollectorClient } from '../../src/ingest/collector-client.ts';
import { parseCollectorAddress } from '../../src/ingest/collector-address.ts';
import { portolan } from '../../test/e2e/program.fixture.ts';
import { selfSigned, TestNats, whyNoNats, type TestTls } from '../../test/e2e/nats-server.fixture.ts';
import { socketOf, startServe, type RunningServer } from './running-server.fixture.ts';

if (whyNoNats !== null) console.warn(`skipped: serve --from-nats, because ${whyNoNats}`);

const LINES = 300;
const COLLECTOR = { PORTOLAN_NATS_PASSWORD: 'of collector' };

let folder = '';
let store = '';
let log = '';
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-from-nats-'));
  [store, log] = [join(folder, 'store'), join(folder, 'ufw.log')];
  const line = (at: number): string =>
    `2026-11-20T10:00:${String(at % 60).padStart(2, '0')}.000000+00:00 gate kernel: [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.${at % 200} DST=198.51.100.1 LEN=60 TTL=50 PROTO=TCP SPT=${40_000 + at} DPT=445 SYN URGP=0`;
  writeFileSync(log, `${Array.from({ length: LINES }, (_, at) => line(at)).join('\n')}\n`);
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function startNats(tls?: TestTls): Promise<TestNats> {
  const nats = await TestNats.start(['gate', 'stranger'], '16MB', tls);
  ends.push(async () => nats.stop());
  return nats;
}

/** As it reaches the server as a user. */
const addressOf = (nats: TestNats, user: string): string => nats.url.replace('://', `://${user}@`);

async function serve(nats: TestNats, ...words: readonly string[]): Promise<RunningServer> {
  const from = ['--from-nats', addressOf(nats, 'collector')];
  const server = await startServe(['--store', store, '--listen', 'none', ...from, ...words], COLLECTOR);
  ends.push(async () => {
    server.process.kill('SIGKILL');
    await server.ended;
  });
  return server;
}

interface Health {
  readonly problems: readonly string[];
  readonly store: { readonly rows: number; readonly ledgerRows: number } | null;
  readonly sensors: readonly { readonly name: string; readonly secondsSinceBatch: number | null }[];
}

async function health(): Promise<Health> {
  const address = parseCollectorAddress(`unix:${socketOf(store)}`);
  const client = new CollectorClient({ address, token: null, timeoutMs: 20_000 });
  try {
    return JSON.parse((await client.ask({ method: 'GET', path: '/healthz' })).body) as Health;
  } finally {
    client.close();
  }
}

async function untilHealth(isSo: (health: Health) => boolean): Promise<Health> {
  for (let tries = 0; ; tries++) {
    const now = await health();
    if (isSo(now) || tries === 240) return now;
    await pause(250);
  }
}

/** As a sensor of the name that NATS knows. */
function ingest(nats: TestNats, user: string, ...words: readonly string[]): ReturnType<typeof portolan> {
  const address = addressOf(nats, user);
  const password = join(folder, 'password');
  writeFileSync(password, `of ${user}\n`);
  const spool = join(folder, `spool-${user}`);
  return portolan(['ingest', ...words, '--to', address, '--token-file', password, '--spool', spool]);
}

describe.skipIf(whyNoNats !== null)('serve --from-nats', { timeout: 180_000 }, () => {
  it('stores what sensors left at the server, once, under their numbers, and nothing of others', async () => {
    portolan(['sensors', 'add', 'gate', '--store', store]);
    const nats = await startNats();
    const server = await serve(nats);
    await untilHealth(({ problems }) => problems.length === 0);
    const sent = ingest(nats, 'gate', log);
    expect([sent.code, sent.out]).toEqual([0, expect.stringContaining('300 events stored in NATS at') as string]);
    const { store: kept, sensors, problems } = await untilHealth((now) => now.store?.rows === LINES);
    expect([kept, problems]).toEqual([{ ...kept, rows: LINES, ledgerRows: LINES }, []]);
    expect(sensors).toEqual([{ number: 1, name: 'gate', secondsSinceBatch: expect.any(Number) as number }]);
    expect(ingest(nats, 'stranger', log).code).toBe(0);
    for (let tries = 0; !server.said().includes('stranger') && tries < 200; tries++) await pause(50);
    expect(server.said()).toContain('portolan.batches.stranger is of no sensor that this collector knows');
    expect((await health()).store?.rows).toBe(LINES);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('begins without the server, says so, and takes what came while it was away itself', async () => {
    portolan(['sensors', 'add', 'gate', '--store', store]);
    const nats = await startNats();
    const first = await serve(nats);
    await untilHealth(({ problems }) => problems.length === 0);
    first.process.kill('SIGKILL');
    await first.ended;
    expect(ingest(nats, 'gate', log).code).toBe(0);
    await nats.kill();
    const second = await serve(nats);
    const { problems } = await untilHealth((now) => now.problems.some((one) => /refused/i.test(one)));
    expect(problems.join()).toContain(`NATS at ${nats.url}`);
    await nats.again();
    const { store: kept } = await untilHealth((now) => now.store?.rows === LINES);
    expect(kept).toMatchObject({ rows: LINES, ledgerRows: LINES });
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('speaks TLS with a server whose certificate it was given, and with no other', async () => {
    portolan(['sensors', 'add', 'gate', '--store', store]);
    const tls = selfSigned(folder);
    const nats = await startNats(tls);
    const stranger = await serve(nats);
    const { problems } = await untilHealth((now) => now.problems.some((one) => /certificate/i.test(one)));
    expect(problems.join()).toMatch(/certificate/i);
    stranger.process.kill('SIGTERM');
    expect(await stranger.ended).toBe(0);
    const server = await serve(nats, '--nats-ca', tls.cert);
    await untilHealth((now) => now.problems.length === 0);
    const sent = ingest(nats, 'gate', log, '--ca', tls.cert);
    expect([sent.code, sent.out]).toEqual([0, expect.stringContaining('300 events stored in NATS at') as string]);
    const { store: kept } = await untilHealth((now) => now.store?.rows === LINES);
    expect(kept).toMatchObject({ rows: LINES, ledgerRows: LINES });
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it.each([
    [['--from-nats', 'nats://collector@192.0.2.1'], 'in the open'],
    [['--from-nats', 'tls://collector:hush@broker'], 'comes from a file'],
    [['--from-nats', 'tls://broker'], 'as which user'],
    [['--nats-ca', 'x'], 'is for --from-nats'],
  ])('is told what is wrong with %s', (words, says) => {
    const ran = portolan(['serve', '--store', store, '--listen', 'none', ...words]);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(says) as string]);
    expect(ran.err).not.toContain('hush');
  });
});
