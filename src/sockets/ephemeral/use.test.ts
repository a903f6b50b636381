import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED, type Machine } from '../machine.fixture.ts';
import { portPoolOf } from './pool.ts';
import type { EphemeralSettings } from './settings.ts';
import { measureUse, type EphemeralUse } from './use.ts';

const DEFAULTS: EphemeralSettings = { reuseTimeWait: 2, timestamps: 1, maxTimeWait: null, namespace: null };
const SETTINGS = { 'ipv4/ip_local_port_range': '40000\t40009' };

function measure(machine: Machine, settings: Partial<EphemeralSettings> = {}): EphemeralUse {
  const { table, host } = snapshotOf({ settings: SETTINGS, ...machine });
  const pool = portPoolOf(host);
  if (pool === null) throw new Error('no range');
  return measureUse(table, pool, { ...DEFAULTS, ...settings });
}

const to = (port: number, remote: string, state = ESTABLISHED) => ({
  local: `10.0.0.5:${port}`,
  remote,
  state,
  inode: state === TIME_WAIT ? 0 : port + Number(remote.split(':').at(-1)),
});

describe('connect()', () => {
  it('runs out for each source, destination and port by itself', () => {
    const use = measure({
      tcp: [
        to(40_000, '10.0.0.9:443'),
        to(40_001, '10.0.0.9:443'),
        to(40_002, '10.0.0.9:443'),
        to(40_000, '10.0.0.9:80'),
        { local: '10.0.0.6:40000', remote: '10.0.0.9:443', state: ESTABLISHED, inode: 9 },
      ],
    });
    expect(
      use.destinations.map(({ source, destination, port, used, left }) => [source, destination, port, used, left]),
    ).toEqual([
      ['10.0.0.5', '10.0.0.9', 443, 3, 7],
      ['10.0.0.6', '10.0.0.9', 443, 1, 9],
      ['10.0.0.5', '10.0.0.9', 80, 1, 9],
    ]);
    expect(use.destinations[0]?.share).toBe(0.3);
    expect(use.bind).toEqual({ used: 3, timeWait: 0, share: 0.3 });
  });

  it('never takes a port that somebody listens on, and what came in there is no destination', () => {
    const use = measure({
      tcp: [
        { local: '0.0.0.0:40003', state: LISTEN, inode: 1 },
        { local: '10.0.0.5:40003', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 2 },
        { local: '10.0.0.5:40003', remote: '10.0.0.9:5001', state: TIME_WAIT },
        to(40_004, '10.0.0.9:443'),
      ],
    });
    expect(use.blocked).toBe(1);
    expect(use.destinations).toHaveLength(1);
    expect(use.destinations[0]).toMatchObject({ port: 443, used: 1, left: 8, share: 0.2 });
    expect(use.bind.used).toBe(2);
  });

  it('leaves out what lies outside the range or is reserved in it', () => {
    const use = measure({
      settings: { ...SETTINGS, 'ipv4/ip_local_reserved_ports': '40008-50000' },
      tcp: [
        to(40_008, '10.0.0.9:443'),
        to(39_999, '10.0.0.9:443'),
        to(40_010, '10.0.0.9:443'),
        to(40_007, '10.0.0.9:443'),
      ],
    });
    expect(use.destinations[0]).toMatchObject({ used: 1, left: 7, share: 1 / 8 });
  });

  it('counts an IPv4 connection of an IPv6 socket with those of IPv4', () => {
    const use = measure({
      tcp: [to(40_000, '10.0.0.9:443')],
      tcp6: [
        { local: '[::ffff:10.0.0.5]:40001', remote: '[::ffff:10.0.0.9]:443', state: ESTABLISHED, inode: 70 },
        { local: '[2001:db8::5]:40002', remote: '[2001:db8::9]:443', state: ESTABLISHED, inode: 71 },
      ],
    });
    expect(use.destinations.map(({ destination, used }) => [destination, used])).toEqual([
      ['10.0.0.9', 2],
      ['2001:db8::9', 1],
    ]);
    expect(use.bind.used).toBe(3);
  });

  it('is full where everything is reserved', () => {
    const use = measure({
      settings: { ...SETTINGS, 'ipv4/ip_local_reserved_ports': '40000-40009' },
    });
    expect(use.bind.share).toBe(1);
  });
});

describe('TIME-WAIT', () => {
  const far = { tcp: [to(40_000, '10.0.0.9:443', TIME_WAIT), to(40_001, '10.0.0.9:443')] };
  const near = { tcp: [{ local: '127.0.0.1:40000', remote: '127.0.0.1:443', state: TIME_WAIT }] };
  const near6 = { tcp6: [{ local: '[::1]:40000', remote: '[::1]:443', state: TIME_WAIT }] };

  it.each<[string, Machine, Partial<EphemeralSettings>, number]>([
    ['is lost to other hosts by default', far, {}, 0],
    ['is reusable everywhere with 1', far, { reuseTimeWait: 1 }, 1],
    ['is reusable on loopback with 2', near, {}, 1],
    ['is reusable on loopback of IPv6 with 2', near6, {}, 1],
    ['is lost on loopback with 0', near, { reuseTimeWait: 0 }, 0],
    ['is lost without timestamps', near, { reuseTimeWait: 1, timestamps: 0 }, 0],
    ['is taken for lost where the setting is not shown', near, { reuseTimeWait: null }, 0],
  ])('%s', (_, machine, settings, reusable) => {
    const [destination] = measure(machine, settings).destinations;
    expect(destination).toMatchObject({ timeWait: 1, reusable });
    const used = destination?.used ?? 0;
    expect(destination?.left).toBe(10 - used + reusable);
    expect(destination?.share).toBe((used - reusable) / 10);
  });

  it('holds its port against bind(0) in any case', () => {
    expect(measure(near).bind).toEqual({ used: 1, timeWait: 1, share: 0.1 });
  });

  it('does not count as such where a living connection shares the port', () => {
    const use = measure({ tcp: [to(40_000, '10.0.0.9:443', TIME_WAIT), to(40_000, '10.0.0.9:80')] });
    expect(use.bind).toEqual({ used: 1, timeWait: 0, share: 0.1 });
  });
});

describe('UDP', () => {
  it('shares no port between peers or families', () => {
    const use = measure({
      udp: [
        { local: '0.0.0.0:40000', state: UNCONNECTED, inode: 1 },
        { local: '10.0.0.5:40001', remote: '10.0.0.9:53', state: ESTABLISHED, inode: 2 },
      ],
      udp6: [{ local: '[::]:40002', state: UNCONNECTED, inode: 3 }],
    });
    expect(use.udp).toEqual({ used: 3, timeWait: 0, share: 0.3 });
    expect(use.destinations).toEqual([]);
    expect(use.bind.used).toBe(0);
  });
});
