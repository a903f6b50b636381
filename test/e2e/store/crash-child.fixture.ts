/** Writes batches of several days, seals and merges them, until it is killed:   crash-child FOLDER FIRST-SEQUENCE */
import { createRequire } from 'node:module';
import { ColumnBatch } from '../../../src/store/column-batch.ts';
import { DuckDbStore } from '../../../src/store/duckdb/duckdb-store.ts';
import { loadDuckDb } from '../../../src/store/duckdb/load.ts';

const DAY_MS = 86_400_000;
const DAYS = 4;
const ROWS = 3000;

const [folder = '', first = ''] = process.argv.slice(2);
const load = createRequire(import.meta.url);
const store = await DuckDbStore.open(
  folder,
  loadDuckDb((name) => load(name) as unknown),
);
await store.migrate();
process.stdout.write('open\n');

async function seal(): Promise<void> {
  for (;;) {
    await store.sealBefore(DAYS);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function write(): Promise<void> {
  for (let sequence = Number(first); ; sequence++) {
    const day = sequence % DAYS;
    const columns = new ColumnBatch('events', ROWS);
    const [ts, packets] = [columns.column('ts', 'i64'), columns.column('packets', 'u32')];
    for (let row = 0; row < ROWS; row++) ts[row] = BigInt(day * DAY_MS + row * 1000);
    packets.fill(sequence);
    await store.insert(1, { origin: 9n, sequence, day, columns, texts: [] });
    process.stdout.write(`${sequence}\n`);
  }
}

await Promise.all([write(), seal()]);
