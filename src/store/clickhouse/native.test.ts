import { describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { columnsOf, constantU32, nativeBlock, textColumn, u16Column, u64Column } from './native.ts';

describe('a block', () => {
  it('has its columns one after the other, each behind its name and type', () => {
    const block = nativeBlock(2, [u16Column('port', [22, 65_535]), textColumn('name', ['a\tb', ''])]);
    const words = (text: string): number[] => [text.length, ...Buffer.from(text)];
    expect([...block]).toEqual([
      ...[2, 2],
      ...[...words('port'), ...words('UInt16'), 22, 0, 255, 255],
      ...[...words('name'), ...words('String'), ...words('a\tb'), 0],
    ]);
  });

  it('writes long numbers of rows and long texts in several bytes', () => {
    expect([...nativeBlock(131_072, []).subarray(0, 4)]).toEqual([0, 0x80, 0x80, 0x08]);
    expect([...textColumn('t', ['x'.repeat(300)]).bytes.subarray(0, 3)]).toEqual([0xac, 0x02, 0x78]);
  });

  it('takes the bytes of a batch as they are, and the same ones each time', () => {
    const batch = new ColumnBatch('events', 3);
    batch.bytes.fill(7);
    const block = (): Buffer => nativeBlock(3, [...columnsOf(batch), constantU32('batch', 3, 0x0102_0304)]);
    expect(block().equals(block())).toBe(true);
    expect(block().filter((byte) => byte === 7).length).toBeGreaterThanOrEqual(batch.bytes.length);
    expect(block().subarray(-12).toString('hex')).toBe('040302010403020104030201');
    expect(u64Column('id', [(1n << 64n) - 1n]).bytes).toEqual(new Uint8Array(8).fill(255));
  });
});
