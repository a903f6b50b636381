import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

describe('ByteWriter and ByteReader', () => {
  it('read what was written', () => {
    fc.assert(
      fc.property(fc.nat(0xff), fc.nat(0xffff), fc.nat(0xffffffff), fc.uint8Array(), (byte, word, long, bytes) => {
        const written = new ByteWriter().u8(byte).u16(word).u32(long).u16le(word).u32le(long).text('az').u8(0);
        const reader = new ByteReader(written.bytes(bytes).finish());
        expect([reader.u8(), reader.u16(), reader.u32(), reader.u16le(), reader.u32le()]).toEqual([
          byte,
          word,
          long,
          word,
          long,
        ]);
        expect(reader.textToZero()).toBe('az');
        expect([...reader.take(bytes.length)]).toEqual([...bytes]);
        expect([reader.left, reader.isShort]).toEqual([0, false]);
      }),
    );
  });

  it('give nothing, and say so, where more is asked for than there is', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    expect([reader.u32(), reader.isShort, reader.u8(), reader.text(1)]).toEqual([0, true, 0, '']);
    for (const ask of [-1, 4, Number.NaN, 2 ** 40]) {
      const other = new ByteReader(Uint8Array.of(1, 2, 3));
      expect([other.take(ask).length, other.isShort]).toEqual([0, true]);
    }
    expect(new ByteReader(Uint8Array.of(1)).textToZero()).toBe('');
  });
});
