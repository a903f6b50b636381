import { describe, expect, it } from 'vitest';
import { paint } from './paint.ts';

/** What stands on a screen of so many cells after the bytes; as xterm and tmux do it without automatic breaks. */
function screenAfter(sent: string, columns: number, screen: string[] = []): string[] {
  let [row, column] = [0, 0];
  const put = (text: string): void => {
    const cells = [...(screen[row] ?? '').padEnd(columns)];
    for (const character of text) {
      cells[Math.min(column, columns - 1)] = character;
      column = Math.min(column + 1, columns - 1);
    }
    screen[row] = cells.join('').trimEnd();
  };
  for (const [, parameters = '', final, text = ''] of sent.matchAll(/\u001b\[([\d;]*)([A-Za-z])([^\u001b]*)/g)) {
    if (final === 'H') [row, column] = [Number(parameters.split(';')[0] || 1) - 1, 0];
    else if (final === 'K') screen[row] = (screen[row] ?? '').slice(0, column).trimEnd();
    else if (final === 'J') screen.length = parameters === '2' ? 0 : row;
    if (text !== '') put(text);
  }
  return screen;
}

describe('painting', () => {
  it('leaves the last cell of a full line', () => {
    expect(screenAfter(paint(null, ['abcdef', 'xy']), 6)).toEqual(['abcdef', 'xy']);
  });

  it('sends what is different, with nothing of the old left', () => {
    const before = ['title', 'a longer line', 'last'];
    const after = ['title', 'short'];
    const sent = paint(before, after);
    expect(sent).not.toContain('title');
    expect(screenAfter(sent, 20, [...before])).toEqual(after);
    expect(paint(after, after)).toBe('');
  });
});
