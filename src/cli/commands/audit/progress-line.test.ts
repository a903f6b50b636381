import { describe, expect, it } from 'vitest';
import { progressText } from './progress-line.ts';

describe('the line of progress', () => {
  it.each([
    [{ done: 1, total: 2, open: 0, secondsLeft: null }, 'asked 1 of 2 ports, 0 open'],
    [
      { done: 1, total: 131_070, open: 1200, secondsLeft: 0.2 },
      'asked 1 of 131,070 ports, 1,200 open, about 1 s to go',
    ],
    [{ done: 1, total: 9, open: 0, secondsLeft: 121 }, 'asked 1 of 9 ports, 0 open, about 3 min to go'],
    [{ done: 9, total: 9, open: 2, secondsLeft: 0 }, 'asked all 9 ports, 2 open; looking at what answers'],
  ])('says how far it is: %j', (progress, text) => {
    expect(progressText(progress)).toBe(text);
  });
});
