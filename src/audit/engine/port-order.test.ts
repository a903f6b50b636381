import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderPorts } from './port-order.ts';

const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 300 });

describe('the order of ports', () => {
  it('has each port once, system ports first', () => {
    fc.assert(
      fc.property(ports, fc.integer(), (some, seed) => {
        const order = [...orderPorts([...some, ...some], seed)];
        expect(order.toSorted((a, b) => a - b)).toEqual(some.toSorted((a, b) => a - b));
        const system = some.filter((port) => port < 1024).length;
        expect(order.slice(0, system).every((port) => port < 1024)).toBe(true);
      }),
    );
  });

  it('is the same for the same seed however the ports were written, and another for another', () => {
    fc.assert(
      fc.property(ports, fc.integer(), (some, seed) => {
        expect(orderPorts(some.toReversed(), seed)).toEqual(orderPorts(some, seed));
      }),
    );
    const all = Array.from({ length: 65_535 }, (_, index) => index + 1);
    const first = orderPorts(all, 1);
    const second = orderPorts(all, 2);
    // Two shuffles of 65,535 ports agree in about two places.
    expect(first.filter((port, index) => port === second[index]).length).toBeLessThan(20);
    expect(first.filter((port, index) => port === index + 1).length).toBeLessThan(20);
  });

  it('refuses what is no port to connect to', () => {
    for (const wrong of [0, -1, 65_536, 1.5, Number.NaN]) expect(() => orderPorts([wrong], 1)).toThrow(RangeError);
  });
});
