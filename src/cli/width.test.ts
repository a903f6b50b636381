import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, padEnd, padStart, widthOf } from './width.ts';

describe('the width of a text on a terminal', () => {
  it.each([
    ['', 0],
    ['nginx', 5],
    ['näme', 4],
    ['日本', 4],
    ['ﾊﾝｶｸ', 4], // half-width
    ['e\u0301', 1], // a combining accent
    ['👍', 2],
    ['a\u200bb', 2], // a zero-width space
  ])('of %j is %i cells', (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });
});

describe('cutting', () => {
  it.each([
    ['nginx', 5, 'nginx'],
    ['nginx', 4, 'ngi…'],
    ['nginx', 1, '…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'], // half a character cannot be shown
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%j to %i cells gives %j', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
  });

  it('never gives more cells than there are, and nothing but a beginning of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const short = cut(text, width);
        expect(widthOf(short)).toBeLessThanOrEqual(width);
        if (widthOf(text) <= width) expect(short).toBe(text);
        else expect(short.endsWith('…') && text.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('padding', () => {
  it('fills up to the width in cells, not in characters, and never cuts', () => {
    expect(padEnd('日本', 6)).toBe('日本  ');
    expect(padStart('日本', 6)).toBe('  日本');
    expect(padEnd('e\u0301', 3)).toBe('e\u0301  ');
    expect(padEnd('nginx', 3)).toBe('nginx');
    expect(padStart('nginx', 3)).toBe('nginx');
  });
});
