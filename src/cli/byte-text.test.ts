import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteText } from './byte-text.ts';

describe('text put together as bytes', () => {
  it('is the same as text put together as strings, however often the buffer is used again', () => {
    const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 8 }), { maxLength: 4 }), (texts) => {
        const bytes = new ByteText();
        for (const parts of texts) {
          for (const one of parts) {
            if (typeof one === 'string') bytes.text(one);
            else bytes.number(one);
          }
          const expected = Buffer.from(parts.join(''), 'utf8');
          expect(bytes.length).toBe(expected.length);
          expect(Buffer.from(bytes.take())).toEqual(expected);
          expect(bytes.length).toBe(0);
        }
      }),
    );
  });

  it('grows past its first capacity in the middle of a text', () => {
    const bytes = new ByteText();
    const long = `${'x'.repeat(65_530)}日本語`;
    bytes.text(long);
    bytes.number(0);
    bytes.text(long.repeat(3));
    expect(bytes.takeString()).toBe(`${long}0${long.repeat(3)}`);
  });

  it('writes numbers exactly, at every power of ten and at the largest', () => {
    const numbers = [0, 9, 10, 99, 100, 65_535, 4_294_967_295, Number.MAX_SAFE_INTEGER];
    for (let unit = 1; unit <= Number.MAX_SAFE_INTEGER; unit *= 10) numbers.push(unit - 1, unit);
    const bytes = new ByteText();
    for (const number of numbers) {
      bytes.number(number);
      expect(bytes.takeString()).toBe(String(number));
    }
  });
});
