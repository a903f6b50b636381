import { describe, expect, it } from 'vitest';
import { readKeys } from './keys.ts';

const names = (text: string): string[] => readKeys(text).map((key) => (key.name === 'character' ? key.text : key.name));

describe('keys', () => {
  it.each([
    ['\u001b[A\u001bOB', ['up', 'down']],
    ['\u001b[5~\u001b[6~\u001b[H\u001b[F', ['page-up', 'page-down', 'home', 'end']],
    ['\r\u007f\u001b', ['enter', 'backspace', 'escape']],
    ['\u0003\u001a\u000c', ['interrupt', 'suspend', 'redraw']],
    ['q日😀', ['q', '日', '😀']],
    ['\u001b[1;5C\u001b[200~x', ['other', 'other', 'x']],
    ['\u0001', ['other']],
  ])('%j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });
});
