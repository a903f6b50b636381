import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from '../store/batch-message.ts';
import { MAX_BATCH_ROWS } from '../store/column-batch.ts';
import { textOf } from '../store/text.ts';
import { readRows } from './batch-rows.fixture.ts';
import { addressColumns, batchesOf, type Row } from './row-batches.ts';

const DAY = 86_400_000;
const row = (ts: number, port: number, process = 'sshd'): Row => ({
  ts,
  ...addressColumns('addr', '192.0.2.1'),
  process_text: textOf(process),
  unit_text: textOf(''),
  port,
  proto: 6,
  reach: 4,
});

describe('rows as batches', () => {
  it('are of one day each, with the texts they mean', () => {
    const batches = batchesOf('listeners', [row(DAY - 1, 22), row(DAY, 25, 'exim4'), row(5, 80, 'nginx')]);
    expect(batches.map(({ day, columns, texts }) => [day, columns.rows, texts.map(({ text }) => text)])).toEqual([
      [0, 2, ['sshd', 'nginx']],
      [1, 1, ['exim4']],
    ]);
    expect(readRows(batches)[2]).toEqual({
      ts: DAY,
      addr: '192.0.2.1',
      process_text: 'exim4',
      unit_text: '',
      port: 25,
      proto: 6,
      reach: 4,
    });
  });

  it('fit into messages, however many and however long their texts', () => {
    const many = Array.from({ length: MAX_BATCH_ROWS + 1 }, (_, port) => row(0, port & 0xffff));
    expect(batchesOf('listeners', many).map(({ columns }) => columns.rows)).toEqual([MAX_BATCH_ROWS, 1]);
    const long = Array.from({ length: 4000 }, (_, port) => row(0, port, `${port}${'\u20ac'.repeat(2000)}`));
    const batches = batchesOf('listeners', long);
    expect(batches.length).toBeGreaterThan(1);
    const sent = batches.map((batch, index) => encodeBatch({ ...batch, origin: 1n, sequence: index + 1 }));
    expect(readRows(sent.map(decodeBatch))).toEqual(readRows(batches));
    expect(readRows(batches)).toHaveLength(4000);
  });

  it('are refused when they lack a column', () => {
    const { port: _, ...rest } = row(0, 22) as Record<'port', number>;
    expect(() => batchesOf('listeners', [rest])).toThrow('lacks its port');
  });

  it('are none of none', () => expect(batchesOf('findings', [])).toEqual([]));
});

describe('an address', () => {
  it('is kept without its zone, and is nothing where it is none', () => {
    expect(addressColumns('a', 'fe80::1%eth0')).toEqual({ a_hi: 0xfe80n << 48n, a_lo: 1n });
    expect(addressColumns('a', "'; DROP TABLE events")).toEqual({ a_hi: 0n, a_lo: 0n });
    expect(addressColumns('a', null)).toEqual({ a_hi: 0n, a_lo: 0n });
  });
});
