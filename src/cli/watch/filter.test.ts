import { describe, expect, it } from 'vitest';
import { parseFilter } from './filter.ts';

const ROW = {
  localPort: 443,
  remotePort: 50_000,
  pids: () => [812],
  text: () => 'tcp ESTAB 10.0.0.8080 812/Nginx https',
};

describe('a filter', () => {
  it.each([
    ['443', true],
    [':443', true],
    ['50000', true],
    ['812', true],
    [':812', false],
    ['80', false],
    ['nginx', true],
    ['NGINX estab', true],
    ['nginx listen', false],
    [':443 https', true],
  ])('%s', (text, expected) => {
    expect(parseFilter(text)?.(ROW)).toBe(expected);
  });

  it('of blanks is none', () => {
    expect(parseFilter('  ')).toBeNull();
  });
});
