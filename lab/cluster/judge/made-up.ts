import { ColumnBatch, MILLISECONDS_A_DAY } from '../../../src/store/column-batch.ts';
import { TABLES, type TableName } from '../../../src/store/schema.ts';
import type { Batch } from '../../../src/store/store.ts';
import { textOf } from '../../../src/store/text.ts';

/** Days of the data; the last one is that of `NOW`. */
const DAYS = 12;
const LAST_DAY = 20_400;
/** Noon of the last day. */
export const NOW = LAST_DAY * MILLISECONDS_A_DAY + MILLISECONDS_A_DAY / 2;

const ROWS: Readonly<Record<TableName, number>> = { events: 4000, listeners: 200, verdicts: 200, findings: 100 };
const TEXTS = ['sshd', 'nginx', 'ssh.service', 'traffic.scan', 'it\u2019s "open"', 'smtp.open-relay'].map(textOf);
const PORTS = [22, 23, 80, 443, 445, 3389, 5060, 8080, 0, 65_535];

/** Values are few, so that every question finds rows that meet; the same data each time. */
export function* madeUpBatches(): Generator<{ readonly sensor: number; readonly batch: Batch }> {
  const random = generator(7);
  let sequence = 0;
  for (const sensor of [0, 1, 2]) {
    for (let day = LAST_DAY - DAYS + 1; day <= LAST_DAY; day++) {
      for (const table of Object.keys(TABLES) as TableName[]) {
        sequence += 1;
        const columns = rowsOf(table, day, random);
        yield { sensor, batch: { origin: 1n, sequence, day, columns, texts: sequence <= 4 ? TEXTS : [] } };
      }
    }
  }
}

function rowsOf(table: TableName, day: number, random: (below: number) => number): ColumnBatch {
  const batch = new ColumnBatch(table, ROWS[table]);
  for (const { name, type } of TABLES[table].columns) {
    if (name === 'sensor') continue;
    const values = batch.column(name, type);
    for (let row = 0; row < batch.rows; row++) {
      const value = valueOf(name, day, random);
      if (values instanceof BigInt64Array || values instanceof BigUint64Array) values[row] = value;
      else values[row] = Number(value);
    }
  }
  return batch;
}

const SMALL: Readonly<Record<string, number>> = {
  proto: 0,
  flags: 64,
  action: 7,
  reach: 7,
  verdict: 8,
  vantage: 6,
  severity: 5,
  confidence: 3,
  lens: 3,
};

function valueOf(name: string, day: number, random: (below: number) => number): bigint {
  if (name === 'ts' || name === 'first_ts') {
    const earlier = name === 'ts' ? 0 : random(3);
    return BigInt((day - earlier) * MILLISECONDS_A_DAY + random(MILLISECONDS_A_DAY));
  }
  if (name.endsWith('_hi')) return random(4) === 0 ? 0x2001_0db8_0000_0000n : 0n;
  if (name.endsWith('_lo')) return 0xffff_0a00_0000n + BigInt(random(60));
  if (name.endsWith('_text')) return TEXTS[random(TEXTS.length)]?.id ?? 0n;
  if (name === 'proto') return [6n, 6n, 17n, 1n, 255n][random(5)] ?? 6n;
  if (name.endsWith('port')) return BigInt(PORTS[random(PORTS.length)] ?? 0);
  return BigInt(random(SMALL[name] ?? 1000));
}

/** Numerical Recipes' generator: enough for made-up rows. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
