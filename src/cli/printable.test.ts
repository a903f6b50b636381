import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from './printable.ts';

describe('text that others chose', () => {
  it.each([
    ['a colour', '\u001b[31mred', '?[31mred'],
    ['a title of the window', '\u001b]0;owned\u0007x', '?]0;owned?x'],
    ['an escape of one byte', '\u009b31m', '?31m'],
    ['the cursor sent back', 'sshd\rroot', 'sshd?root'],
    ['lines and tabs', 'a\nb\tc', 'a?b?c'],
    ['an end of text', 'a\0b\u007f', 'a?b?'],
    ['writing turned around', 'abc\u202etxt.exe', 'abc?txt.exe'],
    ['isolated writing', 'a\u2066b\u2069', 'a?b?'],
    ['a line separator', 'a\u2028b\u2029c', 'a?b?c'],
  ])('cannot pass %s to a terminal', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('stays as it is otherwise', () => {
    for (const text of ['nginx: worker process', 'näme 日本 👍', '(sd-pam)', '']) expect(printable(text)).toBe(text);
  });

  it('never holds a control character afterwards, and is the same when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = printable(text);
        expect(safe).not.toMatch(/\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u);
        expect(printable(safe)).toBe(safe);
        expect(safe.length).toBe(text.length);
      }),
    );
  });
});
