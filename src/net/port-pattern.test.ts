import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PORT_KEY_PATTERN, PORT_RANGE } from './port-pattern.ts';
import { parsePortKey, parsePortRange } from './port.ts';

/** As validators of JSON Schema compile it. */
const key = new RegExp(PORT_KEY_PATTERN, 'u');
const range = new RegExp(`^${PORT_RANGE}$`, 'u');

/** Text that is a key, or nearly. */
const digits = fc.oneof(
  fc.integer({ min: 0, max: 70_000 }).map(String),
  fc.integer({ min: 65_400, max: 65_600 }).map(String),
  fc.stringMatching(/^0{0,3}\d{0,6}$/),
);
const rangeText = fc.oneof(
  digits,
  fc.tuple(digits, digits).map(([from, to]) => `${from}-${to}`),
);
const keyText = fc
  .tuple(rangeText, fc.constantFrom('/tcp', '/udp', '/sctp', '/dccp', '/TCP', '/icmp', '/', '', '/tcp\n'))
  .map((parts) => parts.join(''));

/** A range that runs backwards: only the parser sees that. */
const isBackwards = (text: string): boolean => {
  const [from, to] = text.split('/')[0]?.split('-').map(Number) ?? [];
  return from !== undefined && to !== undefined && from > to;
};

describe('the patterns of ports', () => {
  it('fit whatever the parser of keys reads, and nothing else but ranges that run backwards', () => {
    fc.assert(
      fc.property(fc.oneof(keyText, fc.string()), (text) => {
        if (isBackwards(text)) return;
        expect(key.test(text), text).toBe(parsePortKey(text) !== null);
      }),
      { numRuns: 2000 },
    );
  });

  it('agree with the parser of ranges on every number of up to five digits', () => {
    const numbers = Array.from({ length: 100_000 }, (_, number) => String(number));
    expect(numbers.filter((text) => range.test(text) !== (parsePortRange(text) !== null))).toEqual([]);
  });
});
