import { describe, expect, it } from 'vitest';
import type { RowText } from '../linux/net-row.fixture.ts';
import { takeLinuxSnapshot } from '../linux/snapshot.ts';
import { ESTABLISHED, LISTEN, NOW, recordMachine, UNCONNECTED, type Machine } from '../machine.fixture.ts';
import { EVERYTHING, type Snapshot } from '../snapshot.ts';
import { findHidden, type HiddenSystem } from './find-hidden.ts';
import type { Family, ProbeOutcome, ProbeTarget } from './probe.ts';
import type { HiddenReport } from './report.ts';
import { AT_ONCE } from './sweep.ts';

/** A socket that this kernel knows of, whether its tables show it or not. */
interface Held {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly family: Family;
  /** Not on loopback. */
  readonly elsewhere?: boolean;
  readonly answers?: boolean;
  /** Held for so many probes of the port only. */
  readonly probes?: number;
}

/** A kernel of which a test says what is held and what its tables show, reading by reading. */
class FakeKernel implements HiddenSystem {
  readonly probed: ProbeTarget[] = [];
  readonly progressed: number[] = [];
  mostAtOnce = 0;
  #atOnce = 0;
  #readings = 0;
  readonly #held: readonly Held[];
  readonly #tables: readonly Machine[];
  readonly #refusal: (target: ProbeTarget) => ProbeOutcome | null;
  readonly #change: (snapshot: Snapshot) => Snapshot;

  /** Tables change with each reading; the last ones stay. */
  constructor(
    held: readonly Held[],
    tables: readonly Machine[] = [{}],
    refusal: (target: ProbeTarget) => ProbeOutcome | null = () => null,
    change: (snapshot: Snapshot) => Snapshot = (snapshot) => snapshot,
  ) {
    this.#held = held;
    this.#tables = tables;
    this.#refusal = refusal;
    this.#change = change;
  }

  readonly snapshot = (): Snapshot => {
    const machine = this.#tables[Math.min(this.#readings++, this.#tables.length - 1)] ?? {};
    const system = { fs: recordMachine(machine), littleEndian: true, asRoot: false, now: () => NOW };
    return this.#change(takeLinuxSnapshot(system, EVERYTHING));
  };

  readonly probe = async (target: ProbeTarget): Promise<ProbeOutcome> => {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await Promise.resolve();
    this.#atOnce--;
    this.probed.push(target);
    const refusal = this.#refusal(target);
    if (refusal !== null) return refusal;
    const times = this.probed.filter((one) => one.port === target.port && one.transport === target.transport).length;
    const isHeld = this.#held.some((one) => collides(one, target) && times <= (one.probes ?? Number.POSITIVE_INFINITY));
    return isHeld ? 'in-use' : 'free';
  };

  readonly answers = async (family: Family, port: number): Promise<boolean> =>
    Promise.resolve(this.#held.some((one) => one.port === port && one.family === family && one.answers === true));

  readonly pause = async (): Promise<void> => Promise.resolve();
  readonly progress = (done: number): void => void this.progressed.push(done);
}

function collides(held: Held, { transport, port, address, ipv6Only }: ProbeTarget): boolean {
  if (held.transport !== transport || held.port !== port) return false;
  if (held.elsewhere === true && (address === '127.0.0.1' || address === '::1')) return false;
  if (address === '::' && !ipv6Only) return true;
  return held.family === (address.includes(':') ? 'ipv6' : 'ipv4');
}

const RANGE = { from: 1000, to: 1100 };
const search = async (kernel: FakeKernel): Promise<HiddenReport> => findHidden(kernel, RANGE);
const tcp = (...rows: RowText[]): Machine => ({ tcp: rows });

describe('a quiet host', () => {
  it('hides nothing, and costs one probe a port and transport', async () => {
    const kernel = new FakeKernel([]);
    const report = await search(kernel);
    expect(report).toMatchObject({ hidden: [], findings: [], notLooked: [], complete: true, explained: 0 });
    expect(report.probed).toEqual({ tcp: 101, udp: 101 });
    expect(kernel.probed).toHaveLength(202 + 4);
    expect(kernel.progressed).toHaveLength(202);
  });

  it('is probed with a bounded number of sockets at once', async () => {
    const kernel = new FakeKernel([]);
    await search(kernel);
    expect(kernel.mostAtOnce).toBe(AT_ONCE);
  });

  it('states the limits of the search', async () => {
    const { limits } = await search(new FakeKernel([]));
    expect(limits.join()).toContain('SO_REUSEADDR');
    expect(limits.join()).toContain('network namespace');
  });
});

describe('a port that no table shows', () => {
  it('is a bound socket that does not listen, most likely, when nobody answers', async () => {
    const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4' }]));
    expect(report.hidden).toEqual([
      {
        port: 1005,
        transport: 'tcp',
        families: ['ipv4'],
        where: 'loopback',
        verdict: 'bound-not-listening',
        explanation: expect.stringContaining('bound, not listening, most likely') as string,
      },
    ]);
    expect(report.findings).toMatchObject([{ id: 'sockets.hidden-bound-not-listening', severity: 'info' }]);
  });

  it('is grave when somebody answers', async () => {
    const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv6', answers: true }]));
    expect(report.hidden).toMatchObject([{ families: ['ipv6'], verdict: 'answers' }]);
    expect(report.findings).toMatchObject([{ severity: 'high', subject: '1005/tcp' }]);
  });

  it('is found for UDP, in both families, and beside loopback', async () => {
    const report = await search(
      new FakeKernel([
        { transport: 'udp', port: 1100, family: 'ipv4', elsewhere: true },
        { transport: 'udp', port: 1100, family: 'ipv6', elsewhere: true },
        { transport: 'tcp', port: 1000, family: 'ipv4' },
      ]),
    );
    expect(report.hidden).toMatchObject([
      { port: 1000, transport: 'tcp' },
      { port: 1100, transport: 'udp', families: ['ipv4', 'ipv6'], where: 'other-address', verdict: 'not-in-table' },
    ]);
  });

  it('is found in one family though the other shows a socket there', async () => {
    const kernel = new FakeKernel(
      [
        { transport: 'tcp', port: 1005, family: 'ipv4' },
        { transport: 'tcp', port: 1005, family: 'ipv6' },
      ],
      [tcp({ local: '127.0.0.1:1005', state: LISTEN, inode: 1 })],
    );
    expect((await search(kernel)).hidden).toMatchObject([{ port: 1005, families: ['ipv6'] }]);
  });
});

describe('what a table shows', () => {
  it.each<[string, Machine]>([
    ['a listener', tcp({ local: '127.0.0.1:1005', state: LISTEN, inode: 1 })],
    ['a client', tcp({ local: '10.0.0.5:1005', remote: '10.0.0.9:443', state: ESTABLISHED, inode: 1 })],
    ['an IPv6 client', { tcp6: [{ local: '[::1]:1005', remote: '[::1]:443', state: ESTABLISHED, inode: 1 }] }],
    ['an IPv6 wildcard', { tcp6: [{ local: '[::]:1005', state: LISTEN, inode: 1 }] }],
    ['an IPv4 address of an IPv6 socket', { tcp6: [{ local: '[::ffff:10.0.0.5]:1005', state: LISTEN, inode: 1 }] }],
  ])('is not hidden: %s', async (_, machine) => {
    const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4' }], [machine]));
    expect(report.hidden).toEqual([]);
    expect(report.explained).toBe(0);
  });

  it('does not explain the other transport', async () => {
    const kernel = new FakeKernel(
      [{ transport: 'tcp', port: 1005, family: 'ipv4' }],
      [{ udp: [{ local: '0.0.0.0:1005', state: UNCONNECTED, inode: 1 }] }],
    );
    expect((await search(kernel)).hidden).toHaveLength(1);
  });

  it('is counted where it covers every family, for a hidden socket beside it cannot be told', async () => {
    const machine = { tcp6: [{ local: '[::]:1005', state: LISTEN, inode: 1 }] };
    const report = await search(new FakeKernel([], [machine]));
    expect(report.shown).toEqual({ tcp: 1, udp: 0 });
    expect(report.probed.tcp).toBe(100);
  });
});

describe('sockets that come and go', () => {
  const client = tcp({ local: '10.0.0.5:1005', remote: '10.0.0.9:443', state: ESTABLISHED, inode: 1 });

  it('are explained by a table that is read after the first', async () => {
    const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4' }], [{}, client]));
    expect(report).toMatchObject({ hidden: [], explained: 1 });
  });

  it.each([2, 4, 6, 8, 10])(
    'are explained by one row in any of the later readings: the one of index %i',
    async (at) => {
      const tables = Array.from({ length: 11 }, (_, index) => (index === at ? client : {}));
      const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4' }], tables));
      expect(report.hidden).toEqual([]);
    },
  );

  it.each([1, 2, 4])('are not spoken of when probe %i was the last that found them', async (probes) => {
    const report = await search(new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4', probes }]));
    expect(report).toMatchObject({ hidden: [], explained: 1 });
  });
});

describe('what could not be looked at', () => {
  it('is ports that this user may not bind, as one range', async () => {
    const kernel = new FakeKernel([], [{}], ({ port }) => (port > 0 && port < 1024 ? 'not-permitted' : null));
    const report = await search(kernel);
    expect(report.complete).toBe(false);
    expect(report.hidden).toEqual([]);
    expect(report.notLooked).toHaveLength(4);
    expect(report.notLooked[0]).toEqual({
      transport: 'tcp',
      family: 'ipv4',
      from: 1000,
      to: 1023,
      reason: 'not-permitted',
    });
    expect(report.probed).toEqual({ tcp: 77, udp: 77 });
  });

  it('is no gap where the host has no IPv6, and IPv4 is then probed by itself', async () => {
    const kernel = new FakeKernel([{ transport: 'tcp', port: 1005, family: 'ipv4' }], [{}], ({ address }) =>
      address.includes(':') ? 'no-family' : null,
    );
    const report = await search(kernel);
    expect(report.complete).toBe(true);
    expect(report.hidden).toMatchObject([{ port: 1005, families: ['ipv4'] }]);
    expect(report.notLooked.map(({ transport, family, reason }) => `${transport} ${family} ${reason}`)).toEqual([
      'tcp ipv6 no-family',
      'udp ipv6 no-family',
    ]);
  });

  it('is a family whose table was not read whole: every port in use would look hidden', async () => {
    const kernel = new FakeKernel(
      [{ transport: 'tcp', port: 1005, family: 'ipv4' }],
      [{}],
      () => null,
      (snapshot) => ({
        ...snapshot,
        completeness: {
          ...snapshot.completeness,
          tables: snapshot.completeness.tables.map((table) =>
            table.name === 'tcp' ? { ...table, skipped: 1 } : table,
          ),
        },
      }),
    );
    const report = await search(kernel);
    expect(report.hidden).toEqual([]);
    expect(report.complete).toBe(false);
    expect(report.notLooked).toEqual([{ ...RANGE, transport: 'tcp', family: 'ipv4', reason: 'table-not-read' }]);
  });

  it('is ports whose probe failed for another reason', async () => {
    const kernel = new FakeKernel([], [{}], ({ port }) => (port === 1050 ? 'failed' : null));
    const report = await search(kernel);
    expect(report.complete).toBe(false);
    expect(report.notLooked.every(({ from, to, reason }) => from === 1050 && to === 1050 && reason === 'failed')).toBe(
      true,
    );
  });
});
