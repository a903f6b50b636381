/** Generated rows for the tests of questions: the same for the same number, in both families, with ties and extreme values on purpose. */
import { formatIp, parseIp } from '../net/prefix.ts';
import { toHalves } from './address-halves.ts';

export interface Address {
  readonly text: string;
  readonly hi: bigint;
  readonly lo: bigint;
}

export interface EventRow {
  readonly ts: number;
  readonly src: Address;
  readonly dst: Address;
  readonly bytes: bigint;
  readonly packets: number;
  readonly sport: number;
  readonly dport: number;
  readonly sensor: number;
  readonly proto: number;
  readonly flags: number;
  readonly action: number;
}

export interface ListenerRow {
  readonly ts: number;
  readonly addr: Address;
  readonly process: string;
  readonly unit: string;
  readonly port: number;
  readonly sensor: number;
  readonly proto: number;
  readonly reach: number;
}

export interface VerdictRow {
  readonly ts: number;
  readonly addr: Address;
  readonly check: string;
  readonly service: string;
  readonly port: number;
  readonly sensor: number;
  readonly proto: number;
  readonly verdict: number;
  readonly vantage: number;
}

export interface FindingRow {
  readonly ts: number;
  readonly firstTs: number;
  readonly src: Address;
  readonly dst: Address;
  readonly rule: string;
  readonly title: string;
  readonly events: bigint;
  readonly port: number;
  readonly sensor: number;
  readonly proto: number;
  readonly severity: number;
  readonly confidence: number;
  readonly lens: number;
}

export interface QuestionData {
  readonly events: readonly EventRow[];
  readonly listeners: readonly ListenerRow[];
  readonly verdicts: readonly VerdictRow[];
  readonly findings: readonly FindingRow[];
  /** Names of sensors; sensor 3 has none. */
  readonly sensors: ReadonlyMap<number, string>;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Five days lie before it; the last one is not over. */
export const NOW = Date.UTC(2026, 10, 22, 18, 30);
const FIRST = Date.UTC(2026, 10, 18);
const MOST = (1n << 64n) - 1n;

export const SENSORS: ReadonlyMap<number, string> = new Map([
  [0, 'here'],
  [1, 'gate'],
  [2, `o'neil"; DROP TABLE events; --`],
]);

/** Numbers from 0 to below n, the same each time (mulberry32). */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

function address(text: string): Address {
  const parsed = parseIp(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return { text: formatIp(parsed), ...toHalves(parsed) };
}

function pick<Value>(list: readonly Value[], index: number): Value {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const EDGES = ['0.0.0.0', '255.255.255.255', '::', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::'];
const PORTS = [0, 22, 23, 53, 80, 443, 3389, 5060, 6379, 8080, 65_535];
const PROTOS = [6, 6, 6, 6, 17, 17, 1, 58, 132, 47, 255];

/** `count` events over five days, with a network that shares ports out, slow sources, and scanners that got through. */
export function generateData(count: number): QuestionData {
  const random = generator(7);
  const many = Math.max(40, Math.floor(count / 100));
  const sources = [
    ...EDGES,
    ...Array.from({ length: many }, (_, at) => `198.51.${100 + (at >> 8)}.${at & 255}`),
    ...Array.from(
      { length: many >> 2 },
      (_, at) => `2001:db8:${(at >> 4).toString(16)}::${((at & 15) + 1).toString(16)}`,
    ),
  ].map(address);
  const hosts = [...EDGES, ...Array.from({ length: 30 }, (_, at) => `10.0.${at % 3}.${at}`), '2001:db8:ffff::25'].map(
    address,
  );
  const span = NOW - FIRST;
  const events = Array.from({ length: count }, (_, at): EventRow => {
    // Whole seconds, so that times meet.
    const ts = FIRST + random(Math.floor(span / 1000)) * 1000;
    const isRare = at % 97 === 0;
    return {
      ts,
      src: pick(sources, Math.min(random(sources.length), random(sources.length))),
      dst: pick(hosts, random(hosts.length)),
      bytes: isRare ? MOST : at % 5 === 0 ? 0n : BigInt(40 + random(1460)),
      packets: isRare ? 0xffff_ffff : 1 + random(3),
      sport: random(65_536),
      dport: random(4) === 0 ? random(65_536) : pick(PORTS, random(PORTS.length)),
      sensor: random(4),
      proto: pick(PROTOS, random(PROTOS.length)),
      flags: random(256),
      action: pick([0, 1, 2, 2, 2, 3, 4, 5, 6], random(9)),
    };
  });
  return {
    events: [...events, ...sharedOut(), ...slow()],
    listeners: generateListeners(),
    verdicts: generateVerdicts(),
    findings: generateFindings(),
    sensors: SENSORS,
  };
}

const QUIET = { bytes: 40n, packets: 1, sport: 40_000, sensor: 1, proto: 6, flags: 2, action: 2 } as const;

/** Eight addresses of one /24 and four of one /64, each with ports of its own. */
function sharedOut(): EventRow[] {
  const dst = address('10.0.0.1');
  const network = (text: (at: number) => string, size: number): EventRow[] =>
    Array.from({ length: size * 5 }, (_, at) => ({
      ...QUIET,
      ts: FIRST + at * 60_000,
      src: address(text(at % size)),
      dst,
      dport: 10_000 + at,
    }));
  return [...network((at) => `203.0.113.${at * 30}`, 8), ...network((at) => `2001:db8:abcd:12::${at + 1}`, 4)];
}

/** Two a day on five days, from one address. */
function slow(): EventRow[] {
  return Array.from({ length: 10 }, (_, at) => ({
    ...QUIET,
    ts: FIRST + (at >> 1) * DAY + 1000 + at,
    src: address('192.0.2.200'),
    dst: address(`10.0.0.${at + 1}`),
    dport: 2000 + at,
  }));
}

const PROCESSES = ['sshd', 'nginx', '', `x'); DROP TABLE listeners; --`, '\u{1f980} crab'];

/** Every six hours a snapshot of each of three sensors; listeners come, go and come back. */
function generateListeners(): ListenerRow[] {
  const rows: ListenerRow[] = [];
  const addresses = ['0.0.0.0', '::', '127.0.0.1', '10.0.0.9', 'fe80::1'].map(address);
  for (let turn = 0; turn < 18; turn++) {
    for (const sensor of [0, 1, 3]) {
      if (sensor === 3 && turn > 9) continue; // it fell silent
      for (let at = 0; at < 13; at++) {
        // The last one comes late, and for good.
        const isThere = at === 12 ? turn > 14 : at < 4 || (turn + sensor + at) % 7 < 4;
        if (!isThere) continue;
        rows.push({
          ts: FIRST + turn * 6 * HOUR,
          addr: pick(addresses, at),
          process: pick(PROCESSES, at + sensor),
          unit: at % 3 === 0 ? '' : `unit-${at % 2}.service`,
          port: pick(PORTS, at * 2),
          sensor,
          proto: at % 4 === 3 ? 17 : 6,
          reach: (at + (turn > 8 ? 1 : 0)) % 6,
        });
      }
    }
  }
  return rows;
}

const CHECKS = ['', 'redis.auth', 'small.chargen', `c" OR 1=1 --`];

/** Audits twice a day; of some there are several verdicts of one moment. */
function generateVerdicts(): VerdictRow[] {
  const random = generator(11);
  const rows: VerdictRow[] = [];
  for (let turn = 0; turn < 9; turn++) {
    for (let at = 0; at < 60; at++) {
      if (random(3) === 0) continue;
      const row = {
        ts: FIRST + turn * 12 * HOUR,
        addr: address(at % 5 === 0 ? `2001:db8::${at % 7}` : `10.0.0.${at % 7}`),
        check: pick(CHECKS, at),
        service: random(2) === 0 ? '' : `redis ${random(3)}`,
        port: pick(PORTS, at),
        sensor: random(3),
        proto: at % 6 === 0 ? 17 : 6,
        verdict: random(8),
        vantage: at % 2,
      };
      rows.push(row);
      if (random(4) === 0) rows.push({ ...row, verdict: random(8), service: 'another', sensor: random(3) });
    }
  }
  return rows;
}

function generateFindings(): FindingRow[] {
  const random = generator(13);
  const none = address('::');
  return Array.from({ length: 400 }, (): FindingRow => {
    const ts = FIRST + random(110) * HOUR;
    const rule = random(6);
    return {
      ts,
      firstTs: ts - random(5) * HOUR,
      src: random(5) === 0 ? none : address(`203.0.113.${random(6)}`),
      dst: random(2) === 0 ? none : address('10.0.0.1'),
      rule: `traffic.rule-${rule}`,
      title: `${random(3)} sources' sweep`,
      events: random(9) === 0 ? MOST : BigInt(random(50)),
      port: random(3) === 0 ? 0 : pick(PORTS, random(4)),
      sensor: random(3),
      proto: random(3) === 0 ? 255 : 6,
      severity: random(5),
      confidence: random(3),
      lens: rule % 3,
    };
  });
}
