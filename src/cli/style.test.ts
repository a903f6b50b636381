import { describe, expect, it } from 'vitest';
import { createStyle, wantsColor } from './style.ts';

describe('whether to use colour', () => {
  it.each<[NodeJS.ProcessEnv, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'xterm-256color' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '0' }, true, false], // any value, says no-color.org
    [{ NO_COLOR: '' }, true, true], // but not the empty one
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '' }, false, false],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('with %j on a terminal (%j) is %j', (environment, isTerminal, expected) => {
    expect(wantsColor(environment, isTerminal)).toBe(expected);
  });
});

describe('a style', () => {
  it('leaves every text alone without colour', () => {
    const style = createStyle(false);
    for (const paint of [style.strong, style.dim, style.danger, style.warning, style.good])
      expect(paint('text')).toBe('text');
  });

  it('switches on what it switches off again, and nothing around an empty text', () => {
    const style = createStyle(true);
    expect(style.strong('text')).toBe('\u001b[1mtext\u001b[22m');
    expect(style.warning('text')).toBe('\u001b[33mtext\u001b[39m');
    expect(style.danger('text')).toBe('\u001b[1m\u001b[31mtext\u001b[39m\u001b[22m');
    expect(style.danger('')).toBe('');
  });
});
