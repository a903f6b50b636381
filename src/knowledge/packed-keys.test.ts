import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSPORTS } from '../net/transport.ts';
import { packKeys, unpackKeys } from './packed-keys.ts';

describe('packed keys', () => {
  it('say a number once for all its transports', () => {
    expect(packKeys(['443/tcp', '443/udp', '8443/tcp'])).toBe('443tu 8443t');
    expect(packKeys(['6000-6063/tcp', '6000-6063/udp', '80/sctp', '80/dccp'])).toBe('6000-6063tu 80sd');
  });

  it('come out as they went in, whatever they are', () => {
    const port = fc.nat(65_535);
    const key = fc
      .tuple(port, port, fc.constantFrom(...TRANSPORTS))
      .map(([a, b, transport]) => `${a === b ? a : `${Math.min(a, b)}-${Math.max(a, b)}`}/${transport}`);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), (keys) => {
        expect(unpackKeys(packKeys(keys))).toEqual(keys);
      }),
    );
  });

  it('are refused when they are none', () => {
    expect(() => packKeys(['80/tpc'])).toThrow(RangeError);
  });
});
