import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf, UNCONNECTED, type Machine } from '../machine.fixture.ts';
import { formatShare } from './judge.ts';
import { mergeRanges } from './pool.ts';
import { reportEphemeral, type EphemeralReport } from './report.ts';
import type { EphemeralSettings } from './settings.ts';

const DEFAULTS: EphemeralSettings = { reuseTimeWait: 2, timestamps: 1, maxTimeWait: null, namespace: null };

function reportOn(machine: Machine, settings: Partial<EphemeralSettings> = {}): EphemeralReport {
  const report = reportEphemeral(snapshotOf(machine), { ...DEFAULTS, ...settings });
  if (report === null) throw new Error('no range');
  return report;
}

/** As many connections to one destination as given, of a range of a hundred ports. */
function clients(count: number, extra: Machine = {}): Machine {
  const tcp = Array.from({ length: count }, (_, index) => ({
    local: `10.0.0.5:${40_000 + index}`,
    remote: '10.0.0.9:443',
    state: ESTABLISHED,
    inode: 1000 + index,
  }));
  return { settings: { 'ipv4/ip_local_port_range': '40000 40099' }, ...extra, tcp: [...tcp, ...(extra.tcp ?? [])] };
}

const commandsOf = (report: EphemeralReport, id: string): readonly string[] | undefined =>
  report.advice.find((one) => one.id === id)?.commands;

describe('the report', () => {
  it('is none where the kernel does not show its range', () => {
    expect(reportEphemeral(snapshotOf({}), DEFAULTS)).toBeNull();
  });

  it.each([
    [0, 'plenty', null],
    [49, 'plenty', null],
    [50, 'filling', 'low'],
    [75, 'tight', 'medium'],
    [90, 'nearly-out', 'high'],
    [99, 'nearly-out', 'high'],
    [100, 'out', 'critical'],
  ])('of %i of a hundred ports says %s', (count, verdict, severity) => {
    const report = reportOn(clients(count));
    expect(report.verdict).toBe(verdict);
    expect(report.share).toBe(count / 100);
    const ids = severity === null ? [] : ['sockets.ephemeral-destination', 'sockets.ephemeral-bind'];
    expect(report.findings.map(({ id }) => id)).toEqual(ids);
    for (const finding of report.findings) expect(finding.severity).toBe(severity);
  });

  it('says in the finding who runs out, and what to do with the lines for it', () => {
    const [finding] = reportOn(clients(92)).findings;
    expect(finding).toMatchObject({
      title: 'connections from 10.0.0.5 to 10.0.0.9:443: 92.0% of 100 client ports taken',
      count: 92,
    });
    expect(finding?.advice.join('\n')).toContain('sysctl -w net.ipv4.tcp_tw_reuse=1');
  });

  it('names listeners inside the range that nobody reserved, and the line keeps what was reserved', () => {
    const report = reportOn(
      clients(0, {
        settings: { 'ipv4/ip_local_port_range': '40000 40099', 'ipv4/ip_local_reserved_ports': '8080,40010,40050' },
        tcp: [
          { local: '127.0.0.1:40050', state: LISTEN, inode: 1 },
          { local: '0.0.0.0:40009', state: LISTEN, inode: 2 },
          { local: '0.0.0.0:443', state: LISTEN, inode: 3 },
        ],
        udp: [{ local: '0.0.0.0:40033', state: UNCONNECTED, inode: 4 }],
        processes: [{ pid: 7, name: 'server', holds: [2] }],
      }),
    );
    expect(report.listeners).toEqual([
      { port: 40_009, transport: 'tcp', addresses: ['0.0.0.0'], processes: ['server'] },
    ]);
    expect(commandsOf(report, 'reserve')).toEqual([
      'sysctl -w net.ipv4.ip_local_reserved_ports=8080,40009-40010,40050',
    ]);
    expect(report.pool.usable).toBe(98);
  });

  it('widens the range only together with reserving what listens in the new part', () => {
    const report = reportOn(
      clients(0, {
        tcp: [
          { local: '0.0.0.0:11211', state: LISTEN, inode: 1 },
          { local: '0.0.0.0:443', state: LISTEN, inode: 2 },
        ],
        udp: [
          { local: '0.0.0.0:51820', state: UNCONNECTED, inode: 3 },
          { local: '0.0.0.0:40001', state: UNCONNECTED, inode: 4 },
        ],
      }),
    );
    expect(commandsOf(report, 'widen')).toEqual([
      'sysctl -w net.ipv4.ip_local_reserved_ports=11211,51820',
      'sysctl -w net.ipv4.ip_local_port_range="10240 65535"',
    ]);
    expect(commandsOf(report, 'reserve')).toBeUndefined();
  });

  it('does not advise what is set already', () => {
    const wide = reportOn({ settings: { 'ipv4/ip_local_port_range': '1024 65535' } }, { reuseTimeWait: 1 });
    expect(commandsOf(wide, 'widen')).toBeUndefined();
    expect(commandsOf(wide, 'tw-reuse')).toEqual([]);
    const stampless = reportOn(clients(0), { timestamps: 0 });
    expect(commandsOf(stampless, 'tw-reuse')).toContain('sysctl -w net.ipv4.tcp_timestamps=1');
  });

  it('never advises tcp_tw_recycle', () => {
    const commands = reportOn(clients(100)).advice.flatMap((one) => one.commands);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.join()).not.toContain('recycle');
  });

  it('says how many connections a second it takes for long', () => {
    expect(reportOn({ settings: { 'ipv4/ip_local_port_range': '32768 60999' } }).sustainedRate).toBe(470);
  });
});

describe('a share', () => {
  it.each([
    [0, '0.0%'],
    [0.5, '50.0%'],
    [0.9999, '99.9%'],
    [1, '100.0%'],
  ])('of %d is written %s: nothing is full before it is', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe('ranges', () => {
  it('are merged where they touch or overlap', () => {
    const ranges = [
      { from: 9, to: 9 },
      { from: 1, to: 5 },
      { from: 6, to: 6 },
      { from: 3, to: 4 },
    ];
    expect(mergeRanges(ranges)).toEqual([
      { from: 1, to: 6 },
      { from: 9, to: 9 },
    ]);
  });
});
