import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPortKey, formatPortRange, MAX_PORT, parsePort, parsePortKey, parsePortRange } from './port.ts';
import { TRANSPORTS } from './transport.ts';

const port = fc.integer({ min: 0, max: MAX_PORT });
const range = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const transport = fc.constantFrom(...TRANSPORTS);
/** Strings that are nearly a port, a range or a key. */
const nearly = fc.string({ unit: fc.constantFrom('0', '1', '80', '-', '/tcp', '/udp', '/', ' ', '+'), maxLength: 6 });

describe('a port number', () => {
  it('is read for every one of the 65,536', () => {
    const wrong: number[] = [];
    for (let number = 0; number <= MAX_PORT; number++) if (parsePort(String(number)) !== number) wrong.push(number);
    expect(wrong).toEqual([]);
  });

  it.each(['0080', '00000'])('may have leading zeros, which are decimal: %s', (text) => {
    expect(parsePort(text)).toBe(Number(text));
  });

  it.each([
    '',
    ' 80',
    '80 ',
    '80\n',
    '+80',
    '-1',
    '-0',
    '0x50',
    '1e3',
    '8.0',
    '8,0',
    '８０',
    '٨٠',
    '80/tcp',
    '65536',
    '99999',
    '000080',
  ])('is not %j', (text) => {
    expect(parsePort(text)).toBeNull();
  });
});

describe('a range of ports', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(range, (wanted) => {
        expect(parsePortRange(formatPortRange(wanted))).toEqual(wanted);
      }),
    );
  });

  it('is written as one number when it holds one port', () => {
    expect(formatPortRange({ from: 80, to: 80 })).toBe('80');
    expect(formatPortRange({ from: 6000, to: 6063 })).toBe('6000-6063');
    expect(parsePortRange('80-80')).toEqual({ from: 80, to: 80 });
  });

  it('never runs backwards', () => {
    fc.assert(
      fc.property(range, ({ from, to }) => {
        fc.pre(from < to);
        expect(parsePortRange(`${to}-${from}`)).toBeNull();
      }),
    );
  });

  it.each(['', '-', '-5', '5-', '1-2-3', '1--2', '1 - 2', '0-65536', '1–2'])('is not %j', (text) => {
    expect(parsePortRange(text)).toBeNull();
  });
});

describe('a port key', () => {
  it('reads back as it was written, in every transport', () => {
    fc.assert(
      fc.property(range, transport, (ports, over) => {
        const key = { ...ports, transport: over };
        expect(parsePortKey(formatPortKey(key))).toEqual(key);
      }),
    );
  });

  it.each(['', '80', '/', '80/', '/tcp', '80/TCP', '80/icmp', '80/tcp/udp', '80 /tcp', '80/tcp ', '9-5/udp'])(
    'is not %j',
    (text) => {
      expect(parsePortKey(text)).toBeNull();
    },
  );

  it('is never read out of text that says something else', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        const key = parsePortKey(text);
        if (key === null) return;
        expect(key.from).toBeLessThanOrEqual(key.to);
        expect(key.to).toBeLessThanOrEqual(MAX_PORT);
        // Leading zeros are the only freedom of spelling.
        expect(formatPortKey(key)).toBe(text.replaceAll(/(?<!\d)0+(?=\d)/g, '').replace(/^(\d+)-\1\//, '$1/'));
      }),
      { numRuns: 500 },
    );
  });
});
