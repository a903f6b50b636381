import { expect, it } from 'vitest';
import { hexLines } from './hex.ts';

it('writes bytes as hexdump -C does', () => {
  expect(hexLines(new TextEncoder().encode('Hello\u001b[2J, ports!!'))).toEqual([
    '00000000  48 65 6c 6c 6f 1b 5b 32 4a 2c 20 70 6f 72 74 73  |Hello.[2J, ports|',
    '00000010  21 21                                            |!!|',
  ]);
  expect(hexLines(new Uint8Array())).toEqual([]);
});
