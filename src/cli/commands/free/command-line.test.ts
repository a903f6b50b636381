import { describe, expect, it } from 'vitest';
import { withPorts } from './command-line.ts';

describe('the ports in a command line', () => {
  it('are put in where they are named, also within a word', () => {
    const words = ['serve', '--port={port}', '{port1}:{port2}', '{port0}', '{portal}', '{ port }', '$PORT'];
    expect(withPorts(words, [1, 2, 3])).toEqual(['serve', '--port=1', '2:3', '1', '{portal}', '{ port }', '$PORT']);
  });

  it('are refused where there are not so many', () => {
    expect(() => withPorts(['{port2}'], [1, 2])).toThrow('{port2} is port 3, and only 2 were asked for');
  });
});
