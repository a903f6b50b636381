/** The recorded day of one host on the Internet as rows, and how every question is asked of it. */
import { readdirSync } from 'node:fs';
import { EventRows, type DayBatch } from '../ingest/event-rows.ts';
import { recordingPath } from '../traffic/recorded.fixture.ts';
import { TrafficReader } from '../traffic/read-traffic.ts';
import { formatHalves } from './address-halves.ts';
import type { Case } from './question-cases.fixture.ts';
import type { Address, EventRow } from './question-data.fixture.ts';
import { QUESTIONS } from './questions/all.ts';

/** Its last second is over then. */
export const REAL_DAY_NOW = Date.UTC(2024, 3, 20, 6);
const HOST = '64.225.56.201';

export function realDayPaths(): string[] {
  return readdirSync(recordingPath('real-day'))
    .filter((name) => name.startsWith('conn.'))
    .sort()
    .map((name) => recordingPath(`real-day/${name}`));
}

/** Read as `portolan ingest` reads it, without spool or store. */
export async function realDayEvents(paths: readonly string[]): Promise<EventRow[]> {
  const rows = new EventRows();
  const options = { format: null, now: REAL_DAY_NOW / 1000, scanner: null };
  await new TrafficReader(options, (batch) => rows.add(batch)).readAll(paths, () => undefined);
  return rows.take().flatMap(eventsOf);
}

function eventsOf({ columns }: DayBatch): EventRow[] {
  const [ts, bytes, packets] = [
    columns.column('ts', 'i64'),
    columns.column('bytes', 'u64'),
    columns.column('packets', 'u32'),
  ];
  const [sport, dport] = [columns.column('sport', 'u16'), columns.column('dport', 'u16')];
  const [proto, flags, action] = [
    columns.column('proto', 'u8'),
    columns.column('flags', 'u8'),
    columns.column('action', 'u8'),
  ];
  const addresses = (name: string): ((row: number) => Address) => {
    const [high, low] = [columns.column(`${name}_hi`, 'u64'), columns.column(`${name}_lo`, 'u64')];
    return (row) => {
      const halves = { hi: high[row] ?? 0n, lo: low[row] ?? 0n };
      return { text: formatHalves(halves), ...halves };
    };
  };
  const [src, dst] = [addresses('src'), addresses('dst')];
  return Array.from({ length: columns.rows }, (_, row) => ({
    ts: Number(ts[row]),
    src: src(row),
    dst: dst(row),
    bytes: bytes[row] ?? 0n,
    packets: packets[row] ?? 0,
    sport: sport[row] ?? 0,
    dport: dport[row] ?? 0,
    sensor: 0,
    proto: proto[row] ?? 0,
    flags: flags[row] ?? 0,
    action: action[row] ?? 0,
  }));
}

/** Of a log of connections there are no listeners, verdicts or findings: questions about those must say so, in every engine. */
const MORE: readonly Case[] = [
  { question: 'top-ports', words: { since: 'all', limit: '100000' } },
  { question: 'top-ports', words: { since: '2024-04-19T06:00:00', until: '2024-04-19T12:30:00', transport: 'udp' } },
  { question: 'top-sources', words: { since: 'all', port: '22/tcp', limit: '100000' } },
  { question: 'top-destinations', words: { since: 'all', source: '79.124.0.0/16' } },
  { question: 'who-scanned', words: { since: 'all', 'min-targets': '1', limit: '100000' } },
  { question: 'who-scanned', words: { since: '24h', destination: HOST, 'min-targets': '25' } },
  { question: 'ports-per-source', words: { since: 'all', 'min-ports': '2', limit: '100000' } },
  { question: 'who-knocked', words: { port: '3389/tcp', since: 'all', limit: '100000' } },
  { question: 'timeline', words: { since: '36h', bucket: '5m', limit: '100000' } },
  { question: 'timeline', words: { since: 'all', bucket: '7h', port: '53/udp' } },
  { question: 'first-seen', words: { since: '24h', destination: HOST, limit: '100000' } },
  { question: 'new-ports', words: { since: '2024-04-19T12:00:00', limit: '100000' } },
  { question: 'source-history', words: { source: '79.124.0.0/16', since: 'all', limit: '100000' } },
  { question: 'source-history', words: { source: HOST, since: 'all' } },
  { question: 'coordinated', words: { since: 'all', 'min-sources': '2', 'min-ports': '2', limit: '100000' } },
  {
    question: 'slow-scans',
    words: { since: 'all', 'min-days': '1', 'max-events': '50', 'min-targets': '1', limit: '100000' },
  },
  { question: 'got-through', words: { since: 'all', 'min-dropped': '1' } },
  { question: 'noise', words: { since: 'all', limit: '100000' } },
  { question: 'port-story', words: { port: '22/tcp', since: 'all', limit: '100000' } },
  { question: 'port-story', words: { port: '30003', since: '30h' } },
];

/** Each question as it is asked without words about the whole day, or of a port or a source where it needs one; and more. */
export const REAL_DAY_CASES: readonly Case[] = [
  ...QUESTIONS.map(({ name, parameters, argument }): Case => ({
    question: name,
    words: {
      ...(parameters.includes('since') && { since: '36h' }),
      ...(argument?.isRequired === true && { [argument.name]: argument.name === 'port' ? '22/tcp' : '79.124.0.0/16' }),
    },
  })),
  ...MORE,
];
