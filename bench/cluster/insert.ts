/**
 * npm run bench:cluster [EVENTS]: storing batches through the store itself in Debian's ClickHouse 18.16, one server and 2 shards of 2
 * replicas on this machine, with the CPU time of client and servers, and bytes an event once merged. Beside it DuckDB, in the same run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, whyNoCluster } from '../../lab/cluster/cluster.ts';
import { ColumnBatch, MILLISECONDS_A_DAY } from '../../src/store/column-batch.ts';
import { parseLocation } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Batch, Store } from '../../src/store/store.ts';
import { describeMachine, printTable } from '../measure.ts';

const ROWS = 131_072;
const DAY = 20_400;
/** Batches on their way at a time. */
const AT_A_TIME = 2;
const TICKS_A_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface Figures {
  readonly events: number;
  readonly seconds: number;
  readonly client: number;
  readonly servers: number;
}

async function main(): Promise<void> {
  const whyNot = await whyNoCluster();
  if (whyNot !== null) throw new Error(whyNot);
  const count = Math.max(1, Math.round(Number(process.argv[2] ?? 5_000_000) / ROWS));
  const batches = Array.from({ length: count }, (_, index) => madeUp(index + 1));
  console.log(`${count} batches of ${ROWS} events, ${AT_A_TIME} at a time. ${describeMachine()}`);
  const table = [['', 'events/s', 'client CPU s/M', 'server CPU s/M', 'bytes/event', 'of it the tag']];
  for (const [name, shape] of [
    ['ClickHouse 18.16, one server', { shards: 1, replicas: 1 }],
    ['ClickHouse 18.16, 2 x 2', {}],
  ] as const) {
    const cluster = await Cluster.start(shape);
    try {
      const store = await open(cluster.location('bench'));
      const pids = () => [
        ...cluster.members.map((member) => cluster.daemon(member.name).pid),
        cluster.zooKeeper?.pid ?? 0,
      ];
      const figures = await measure(store, batches, () => pids().reduce((sum, pid) => sum + cpuOf(pid), 0));
      await store.close();
      table.push([name, ...cells(figures), ...(await sizes(cluster, figures.events))]);
    } finally {
      await cluster.close();
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  const duckdb = await open(folder);
  table.push(['DuckDB', ...cells(await measure(duckdb, batches, () => 0)), '', '']);
  await duckdb.close();
  rmSync(folder, { recursive: true });
  printTable(table);
}

function open(location: string): Promise<Store> {
  const require = createRequire(import.meta.url);
  return openStore(parseLocation(location), (name) => require(name) as unknown);
}

async function measure(store: Store, batches: readonly Batch[], serverCpu: () => number): Promise<Figures> {
  const [servers, client, started] = [serverCpu(), process.cpuUsage(), performance.now()];
  const next = batches.values();
  const send = async (): Promise<void> => {
    for (const batch of next) await store.insert(1, batch);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, send));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(client);
  return {
    events: batches.length * ROWS,
    seconds,
    client: (user + system) / 1e6,
    servers: serverCpu() - servers,
  };
}

function cells({ events, seconds, client, servers }: Figures): string[] {
  const perMillion = (value: number): string => (value / (events / 1e6)).toFixed(2);
  return [Math.round(events / seconds).toLocaleString('en'), perMillion(client), perMillion(servers)];
}

/** After all parts of the day are merged to one on each shard, which also packs them with zstd. */
async function sizes(cluster: Cluster, events: number): Promise<string[]> {
  const table = cluster.zooKeeper === null ? 'events' : 'events_local';
  let [rows, bytes, tag] = [0, 0, 0];
  for (const { name, replica } of cluster.members) {
    if (replica !== 1) continue;
    await cluster.query(`OPTIMIZE TABLE bench.${table} PARTITION ${DAY} FINAL`, name);
    const where = `database = 'bench' AND table = '${table}'`;
    const parts = `SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE ${where} AND active`;
    const [ofShard = 0, onDisk = 0] = (await cluster.query(parts, name)).split('\t').map(Number);
    rows += ofShard;
    bytes += onDisk;
    const column = `SELECT sum(data_compressed_bytes) FROM system.columns WHERE ${where} AND name = 'batch'`;
    tag += Number(await cluster.query(column, name));
  }
  if (rows !== events) throw new Error(`${rows} of ${events} events are there`);
  return [(bytes / events).toFixed(2), (tag / events).toFixed(2)];
}

/** Seconds of user and kernel time of a process. */
function cpuOf(pid: number): number {
  if (pid === 0) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/**
 * Six events of ten are flows to known ports, the others scans of random ports from many sources, in the order of time: harder to pack than
 * real logs are.
 */
function madeUp(sequence: number): Batch {
  const columns = new ColumnBatch('events', ROWS);
  const ts = columns.column('ts', 'i64');
  const [source, target] = [columns.column('src_lo', 'u64'), columns.column('dst_lo', 'u64')];
  const [sport, dport] = [columns.column('sport', 'u16'), columns.column('dport', 'u16')];
  const [bytes, packets] = [columns.column('bytes', 'u64'), columns.column('packets', 'u32')];
  const [proto, action] = [columns.column('proto', 'u8'), columns.column('action', 'u8')];
  let state = sequence;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let row = 0; row < ROWS; row++) {
    const isFlow = random(10) < 6;
    ts[row] = BigInt(DAY * MILLISECONDS_A_DAY + (sequence % 1000) * 80_000 + Math.floor((row * 80_000) / ROWS));
    source[row] = 0xffff_0000_0000n + BigInt(isFlow ? 0x0a00_0000 + random(200) : random(60_000) * 65_521);
    target[row] = 0xffff_c000_0200n + BigInt(random(isFlow ? 4000 : 16));
    sport[row] = 1024 + random(60_000);
    dport[row] = isFlow ? ([443, 80, 53, 22, 993, 123][random(6)] ?? 443) : random(65_536);
    packets[row] = isFlow ? 1 + random(40) : 1;
    bytes[row] = BigInt(isFlow ? 60 + random(50_000) : 44);
    proto[row] = random(5) === 0 ? 17 : 6;
    action[row] = isFlow ? 1 : 2;
  }
  return { origin: 1n, sequence, day: DAY, columns, texts: [] };
}

await main();
