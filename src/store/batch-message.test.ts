import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch, MessageError } from './batch-message.ts';
import { ColumnBatch } from './column-batch.ts';
import { TABLES, type TableName } from './schema.ts';
import type { Batch } from './store.ts';
import { textOf } from './text.ts';

const NAMES = Object.keys(TABLES) as TableName[];

const batches = fc
  .record({
    table: fc.constantFrom(...NAMES),
    rows: fc.integer({ min: 0, max: 40 }),
    seed: fc.nat(255),
    origin: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    day: fc.integer({ min: -1000, max: 60_000 }),
    texts: fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map(textOf), { maxLength: 5 }),
  })
  .map(({ table, rows, seed, ...rest }): Batch => {
    const columns = new ColumnBatch(table, rows);
    for (const index of columns.bytes.keys()) columns.bytes[index] = (index * 31 + seed) & 255;
    return { ...rest, columns };
  });

describe('a batch as a message', () => {
  it('comes back as it was, wherever it lies in memory', () => {
    fc.assert(
      fc.property(batches, fc.nat(9), fc.boolean(), (batch, offset, isBuffer) => {
        const message = encodeBatch(batch);
        const moved = new Uint8Array(message.length + offset);
        moved.set(message, offset);
        const whole = isBuffer ? Buffer.from(moved.buffer) : moved;
        const { columns, ...rest } = decodeBatch(whole.subarray(offset));
        expect(columns.column(TABLES[columns.table].columns[0]?.name ?? '', 'i64').length).toBe(columns.rows);
        const { columns: sent, ...restSent } = batch;
        expect(rest).toEqual(restSent);
        expect([columns.table, columns.rows]).toEqual([sent.table, sent.rows]);
        expect(Buffer.compare(columns.bytes, sent.bytes)).toBe(0);
        expect(Buffer.compare(encodeBatch(batch), message)).toBe(0);
      }),
    );
  });

  it('is refused when a byte of it was changed, cut off or added', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.integer({ min: 1, max: 255 }), (batch, place, change) => {
        const message = encodeBatch(batch);
        const changed = message.slice();
        const at = place % message.length;
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => decodeBatch(changed)).toThrow(MessageError);
        expect(() => decodeBatch(message.subarray(0, at))).toThrow(MessageError);
        expect(() => decodeBatch(Buffer.concat([message, Buffer.of(0)]))).toThrow(MessageError);
      }),
    );
  });

  it('is refused, not believed, when it says that it is huge', () => {
    const message = encodeBatch({ origin: 1n, sequence: 1, day: 0, columns: new ColumnBatch('events', 1), texts: [] });
    new DataView(message.buffer).setUint32(28, 0xffff_ffff, true);
    expect(() => decodeBatch(message)).toThrow('more than a batch may have');
  });

  it('says what it is not', () => {
    expect(() => decodeBatch(Buffer.alloc(200, 'x'))).toThrow('does not begin with PTB1');
    expect(() => decodeBatch(Buffer.of(1))).toThrow('1 bytes are no batch');
  });
});

describe('the id of a text', () => {
  it('is the same everywhere, and nothing for none', () => {
    expect(textOf('sshd')).toEqual({ id: 6_416_006_179_078_295_947n, text: 'sshd' });
    expect(textOf('')).toEqual({ id: 0n, text: '' });
  });

  it('is of what is left of a text that is too long, without half a character', () => {
    const long = textOf(`a${'\u00e9'.repeat(600)}`);
    expect(long.text).toBe(`a${'\u00e9'.repeat(511)}`);
    expect(textOf(long.text)).toEqual(long);
  });
});
