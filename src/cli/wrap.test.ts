import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './width.ts';
import { wrap } from './wrap.ts';

describe('wrapped text', () => {
  it('is broken at spaces, and a word that is too long stands alone', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 6)).toEqual(['one', 'two', 'three']);
    expect(wrap('a incomprehensibilities b', 5)).toEqual(['a', 'incomprehensibilities', 'b']);
    expect(wrap('日本 語', 4)).toEqual(['日本', '語']);
    expect(wrap('', 5)).toEqual(['']);
  });

  it('is one line where there is no edge', () => {
    expect(wrap('one  two three', Number.POSITIVE_INFINITY)).toEqual(['one  two three']);
  });

  it('loses no word, and has no line wider than asked but for a single word', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((drawn) => !/\s/.test(drawn));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 30 }), (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(widthOf(line) <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });
});
