/**
 * The embedded store beside its peers:   npm run bench:store [EVENTS]
 * Needs nfdump and the built program. Ratios are of CPU time, user and system, of one run; one-day questions are in milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatHalves } from '../../src/store/address-halves.ts';
import { readArguments } from '../../src/store/arguments.ts';
import { MILLISECONDS_A_DAY, type ColumnBatch } from '../../src/store/column-batch.ts';
import { DuckDbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { loadDuckDb } from '../../src/store/duckdb/load.ts';
import { questionOf } from '../../src/store/ask.ts';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable } from '../measure.ts';
import { generateEvents } from './events.ts';
import { sendToNfcapd } from './netflow.ts';

const DAYS = 30;
const FIRST_DAY = 20_400;
const TEXT_LINES = 200_000;
const RUNS = 3;
const PORT = 29_655;

/** What each needs besides the day. */
const QUESTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'top-ports': {},
  'top-sources': {},
  'who-knocked': { port: '22' },
  'who-scanned': {},
  'ports-per-source': {},
  'source-history': { source: '10.0.0.11' },
  timeline: { port: '22' },
  noise: {},
};

const events = Number(process.argv[2] ?? 10_000_000);
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
const [place, flows] = [join(folder, 'store'), join(folder, 'flows')];
mkdirSync(flows);
const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
const timeOf = (day: number): string => new Date(day * MILLISECONDS_A_DAY).toISOString();

console.log(`Store bench, ${events} events of ${DAYS} days, ${describeMachine()}`);
try {
  const store = await DuckDbStore.open(
    place,
    loadDuckDb((name) => require(name) as unknown),
  );
  await store.migrate();
  let ingest = 0;
  for (const batch of generateEvents(events, DAYS)) {
    const before = process.cpuUsage();
    await store.insert(1, batch);
    ingest += seconds(process.cpuUsage(before));
  }
  console.log(`ingest     ${(events / ingest / 1e6).toFixed(2)} M events per core-second (goal 1.0)`);
  const before = process.cpuUsage();
  await store.sealBefore(FIRST_DAY + DAYS);
  const sealing = seconds(process.cpuUsage(before));
  const sealed = bytesOf(place, /\.parquet$/) / events;
  console.log(`sealing    ${(events / sealing / 1e6).toFixed(2)} M events per core-second`);

  const received = await sendToNfcapd(columnsOf(generateEvents(events, DAYS, 1, true)), flows, PORT);
  const nfcapd = bytesOf(flows, /^nfcapd\./) / received;
  const text = gzipped(generateEvents(TEXT_LINES, 1));
  printTable([
    ['sealed bytes an event', sealed.toFixed(2), '', ''],
    ['nfcapd -z (LZO), IPv4 alone', nfcapd.toFixed(2), `ratio ${(sealed / nfcapd).toFixed(2)}`, 'goal 0.50'],
    ['gzip -9 of netfilter text', text.toFixed(2), `ratio ${(sealed / text).toFixed(2)}`, 'goal 0.40'],
  ]);
  if (received < events * 0.99) console.log(`  nfcapd has ${received} of ${events} flows: its figures are of those`);

  console.log('\nOne-day questions over all of it, median of 5, milliseconds (goal 100)');
  const day = FIRST_DAY + 15;
  for (const [name, words] of Object.entries(QUESTIONS)) {
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      let sum = 0;
      for (const sql of statementsOf(name, { ...words, since: timeOf(day), until: timeOf(day + 1) }))
        sum += (await store.ask(sql, undefined, { first: day, last: day })).milliseconds;
      times.push(sum);
    }
    console.log(`  ${name.padEnd(20)} ${median(times).toFixed(0)}`);
  }
  await store.close();

  console.log('\nWhole process, CPU seconds, all days');
  const range = ['--since', timeOf(FIRST_DAY), '--until', timeOf(FIRST_DAY + DAYS)];
  const all = { since: timeOf(FIRST_DAY), until: timeOf(FIRST_DAY + DAYS) };
  const portolan = (question: string): readonly string[] => [
    process.execPath,
    'bin/portolan',
    'ask',
    question,
    ...range,
    '--store',
    place,
  ];
  const bare = (question: string): readonly string[] => [
    process.execPath,
    'bench/store/bare.mjs',
    place,
    statementsOf(question, all)[0] ?? '',
  ];
  const nfdump = (...options: string[]): readonly string[] => ['nfdump', '-R', flows, '-q', ...options];
  for (const [question, peer] of [
    ['top-ports', nfdump('-s', 'dstport/flows', '-n', '20')],
    ['ports-per-source', nfdump('-A', 'srcip,dstport', '-O', 'flows', '-n', '20')],
    ['timeline', nfdump('-A', 'dstport', '-n', '20')],
  ] as const) {
    const [ours, sql, theirs]: number[][] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      ours?.push(cpuOf(portolan(question)));
      sql?.push(cpuOf(bare(question)));
      theirs?.push(cpuOf(peer));
    }
    const [a, b, c] = [median(ours ?? []), median(sql ?? []), median(theirs ?? [])];
    console.log(
      `  ${question.padEnd(18)} ${a.toFixed(2)}   bare SQL ${b.toFixed(2)} (ratio ${(a / b).toFixed(2)}, goal 1.10)   nfdump ${c.toFixed(2)} (ratio ${(a / c).toFixed(2)}, goal 0.70)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function statementsOf(name: string, words: Readonly<Record<string, string>>): string[] {
  const question = questionOf(name);
  const { args } = readArguments(question, new Map(Object.entries(words)), { now: Date.now(), sensors: new Map() });
  return question.parts.map((part) => part.sql(args));
}

function cpuOf(command: readonly string[]): number {
  const [program = '', ...args] = measured(command, 1);
  return cpuSeconds(spawnSync(program, args, { encoding: 'utf8', env: cleanEnvironment() }).stderr, 1);
}

function bytesOf(path: string, names: RegExp): number {
  return readdirSync(path)
    .filter((name) => names.test(name))
    .reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
}

function* columnsOf(batches: Iterable<{ readonly columns: ColumnBatch }>): Generator<ColumnBatch> {
  for (const { columns } of batches) yield columns;
}

/** Bytes of a line of netfilter's text of the same events, after gzip -9. */
function gzipped(batches: ReturnType<typeof generateEvents>): number {
  const lines: string[] = [];
  for (const { columns } of batches) {
    const view = {
      ts: columns.column('ts', 'i64'),
      srcHi: columns.column('src_hi', 'u64'),
      src: columns.column('src_lo', 'u64'),
      dstHi: columns.column('dst_hi', 'u64'),
      dst: columns.column('dst_lo', 'u64'),
      bytes: columns.column('bytes', 'u64'),
      sport: columns.column('sport', 'u16'),
      dport: columns.column('dport', 'u16'),
      proto: columns.column('proto', 'u8'),
      flags: columns.column('flags', 'u8'),
      action: columns.column('action', 'u8'),
    };
    for (let row = 0; row < columns.rows; row++) {
      const [hi = 0n, lo = 0n, toHi = 0n, toLo = 0n] = [view.srcHi[row], view.src[row], view.dstHi[row], view.dst[row]];
      const time = new Date(Number(view.ts[row] ?? 0n)).toISOString();
      const isTcp = view.proto[row] === 6;
      lines.push(
        `${time} gate kernel: [${(Number(view.ts[row] ?? 0n) / 1000 - 1_762_000_000).toFixed(6)}] [UFW ${view.action[row] === 2 ? 'BLOCK' : 'ALLOW'}] IN=eth0 OUT= MAC=52:54:00:12:34:56:52:54:00:65:43:21:08:00 SRC=${formatHalves({ hi, lo })} DST=${formatHalves({ hi: toHi, lo: toLo })} LEN=${view.bytes[row]} TOS=0x00 PREC=0x00 TTL=${48 + (row % 16)} ID=${(row * 40_503) % 65_536} ${isTcp ? 'DF ' : ''}PROTO=${isTcp ? 'TCP' : 'UDP'} SPT=${view.sport[row]} DPT=${view.dport[row]} ${isTcp ? `WINDOW=64240 RES=0x00 ${view.flags[row] === 2 ? 'SYN' : 'ACK'} URGP=0` : 'LEN=40'}\n`,
      );
    }
  }
  return gzipSync(lines.join(''), { level: 9 }).length / lines.length;
}
