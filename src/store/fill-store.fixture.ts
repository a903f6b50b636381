/** Puts generated rows into a store, as batches of a sensor and a day. */
import { ColumnBatch, dayOf, MAX_BATCH_ROWS } from './column-batch.ts';
import type { QuestionData } from './question-data.fixture.ts';
import { TABLES, type TableName } from './schema.ts';
import type { Store } from './store.ts';
import { textOf, type Text } from './text.ts';

interface StoredRow {
  readonly ts: number;
  readonly sensor: number;
}

/** The columns of a row besides the halves of addresses and the ids of texts, which are made from `texts` and `addresses`. */
interface Shape<Row> {
  readonly table: TableName;
  readonly addresses: (row: Row) => Readonly<Record<string, { readonly hi: bigint; readonly lo: bigint }>>;
  readonly texts: (row: Row) => Readonly<Record<string, string>>;
  readonly numbers: (row: Row) => Readonly<Record<string, number | bigint>>;
}

export async function fillStore(store: Store, data: QuestionData): Promise<void> {
  for (const [sensor, name] of data.sensors) await store.nameSensor(sensor, name);
  let sequence = 0;
  const put = async <Row extends StoredRow>(rows: readonly Row[], shape: Shape<Row>): Promise<void> => {
    const parts = new Map<string, Row[]>();
    for (const row of rows) {
      const key = `${dayOf(row.ts)} ${row.sensor}`;
      const part = parts.get(key);
      if (part === undefined) parts.set(key, [row]);
      else part.push(row);
    }
    for (const part of parts.values()) {
      const [first] = part;
      if (first === undefined) continue;
      for (let from = 0; from < part.length; from += MAX_BATCH_ROWS) {
        const { columns, texts } = batchOf(part.slice(from, from + MAX_BATCH_ROWS), shape);
        sequence++;
        await store.insert(first.sensor, { origin: 5n, sequence, day: dayOf(first.ts), columns, texts });
      }
    }
  };
  await put(data.events, {
    table: 'events',
    addresses: ({ src, dst }) => ({ src, dst }),
    texts: () => ({}),
    numbers: ({ src: _src, dst: _dst, ...numbers }) => numbers,
  });
  await put(data.listeners, {
    table: 'listeners',
    addresses: ({ addr }) => ({ addr }),
    texts: ({ process, unit }) => ({ process, unit }),
    numbers: ({ ts, port, sensor, proto, reach }) => ({ ts, port, sensor, proto, reach }),
  });
  await put(data.verdicts, {
    table: 'verdicts',
    addresses: ({ addr }) => ({ addr }),
    texts: ({ check, service }) => ({ check, service }),
    numbers: ({ ts, port, sensor, proto, verdict, vantage }) => ({ ts, port, sensor, proto, verdict, vantage }),
  });
  await put(data.findings, {
    table: 'findings',
    addresses: ({ src, dst }) => ({ src, dst }),
    texts: ({ rule, title }) => ({ rule, title }),
    numbers: ({ firstTs, src: _src, dst: _dst, rule: _rule, title: _title, ...numbers }) => ({
      ...numbers,
      first_ts: firstTs,
    }),
  });
}

function batchOf<Row>(rows: readonly Row[], shape: Shape<Row>): { columns: ColumnBatch; texts: Text[] } {
  const columns = new ColumnBatch(shape.table, rows.length);
  const types = new Map(TABLES[shape.table].columns.map(({ name, type }) => [name, type]));
  const views = new Map([...types].map(([name, type]) => [name, columns.column(name, type)]));
  const texts = new Map<bigint, Text>();
  for (const [at, row] of rows.entries()) {
    const set = (name: string, value: number | bigint): void => {
      const view = views.get(name);
      if (view === undefined) throw new Error(`${shape.table} has no ${name}`);
      if (view instanceof BigInt64Array || view instanceof BigUint64Array) view[at] = BigInt(value);
      else view[at] = Number(value);
    };
    for (const [name, value] of Object.entries(shape.numbers(row))) set(name, value);
    for (const [name, { hi, lo }] of Object.entries(shape.addresses(row))) {
      set(`${name}_hi`, hi);
      set(`${name}_lo`, lo);
    }
    for (const [name, value] of Object.entries(shape.texts(row))) {
      const text = textOf(value);
      texts.set(text.id, text);
      set(`${name}_text`, text.id);
    }
  }
  return { columns, texts: [...texts.values()].filter(({ id }) => id !== 0n) };
}
