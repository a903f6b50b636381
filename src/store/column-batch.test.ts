import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIp } from '../net/prefix.ts';
import { formatHalves, toHalves } from './address-halves.ts';
import { ColumnBatch, dayOf, rowWidth } from './column-batch.ts';
import { literals } from './literal.ts';
import { TABLES, type TableName } from './schema.ts';

const NAMES = Object.keys(TABLES) as TableName[];

describe('a batch', () => {
  it('has its columns aligned, whatever its number of rows', () => {
    for (const name of NAMES) {
      for (const rows of [0, 1, 3, 17]) {
        const batch = new ColumnBatch(name, rows);
        for (const column of TABLES[name].columns) {
          expect(batch.column(column.name, column.type).length).toBe(rows);
        }
      }
    }
  });

  it('takes 61 bytes an event', () => expect(rowWidth('events')).toBe(61));

  it('gives its rows from one to another, column by column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.nat(40), fc.nat(40), (rows, a, b) => {
        const [from, to] = [Math.min(a, b, rows), Math.min(Math.max(a, b), rows)];
        const batch = new ColumnBatch('events', rows);
        const [ts, dport] = [batch.column('ts', 'i64'), batch.column('dport', 'u16')];
        for (let row = 0; row < rows; row++) {
          ts[row] = BigInt(row);
          dport[row] = row * 3;
        }
        const part = batch.slice(from, to);
        expect([...part.column('ts', 'i64')]).toEqual([...ts.slice(from, to)]);
        expect([...part.column('dport', 'u16')]).toEqual([...dport.slice(from, to)]);
      }),
    );
  });

  it('is none where the bytes do not fit, or the column is another', () => {
    expect(() => new ColumnBatch('events', 2, new Uint8Array(61))).toThrow(RangeError);
    expect(() => new ColumnBatch('events', 1).column('port', 'u16')).toThrow('no column port');
    expect(() => new ColumnBatch('events', 1).column('ts', 'u16')).toThrow('no column ts');
  });

  it('belongs to a day, before 1970 too', () => {
    expect(dayOf(0)).toBe(0);
    expect(dayOf(86_400_000)).toBe(1);
    expect(dayOf(-1)).toBe(-1);
  });
});

describe('an address in halves', () => {
  it('is what it was, in its canonical form', () => {
    for (const text of ['0.0.0.0', '192.0.2.1', '255.255.255.255', '::', '::1', '2001:db8::1', 'ffff:ffff::ffff']) {
      const address = parseIp(text);
      if (address === null) throw new Error(text);
      expect(formatHalves(toHalves(address))).toBe(text);
    }
  });

  it('sorts as the address does', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (a, b) => {
        const half = (word: number): bigint => toHalves({ family: 4, words: [word] }).lo;
        expect(half(a) < half(b)).toBe(a < b);
      }),
    );
  });
});

describe('a number in SQL', () => {
  it('is digits', () => {
    expect(literals.port(65_535)).toBe('65535');
    expect(literals.u64((1n << 64n) - 1n)).toBe('18446744073709551615');
  });

  it('is nothing else, whatever a caller without types hands over', () => {
    const anything = [
      -1,
      1.5,
      Number.NaN,
      Infinity,
      2 ** 53,
      '1',
      "1' OR '1'='1",
      '1; DROP TABLE events',
      '\u0661',
      null,
      {},
    ];
    for (const value of anything) expect(() => literals.port(value as never)).toThrow(RangeError);
  });
});
