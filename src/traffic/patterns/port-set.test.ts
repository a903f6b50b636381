import { describe, expect, it } from 'vitest';
import { intersection, portMapOf, type NamedPorts, type PortMap } from './port-set.ts';

const registered = new Uint8Array(65_536);
registered[443] = 1;
const NAMES: NamedPorts = { named: [22, '2220-2222'], ephemeral: [32_768, 60_999], registered: () => registered };

const portsIn = (map: PortMap | null): number[] =>
  [...(map ?? []).entries()].flatMap(([port, is]) => (is === 1 ? [port] : []));

describe('a set of ports', () => {
  it('is made of numbers, ranges and names', () => {
    expect(portsIn(portMapOf([0, 53, '100-102', 65_535], NAMES))).toEqual([0, 53, 100, 101, 102, 65_535]);
    expect(portsIn(portMapOf(['named'], NAMES))).toEqual([22, 2220, 2221, 2222]);
    expect(portsIn(portMapOf(['registered', 'named'], NAMES))).toEqual([22, 443, 2220, 2221, 2222]);
    const ephemeral = portsIn(portMapOf(['ephemeral'], NAMES));
    expect([ephemeral[0], ephemeral.at(-1)]).toEqual([32_768, 60_999]);
    expect(portsIn(portMapOf([], NAMES))).toEqual([]);
  });

  it('is the same map for the same sets, but not where a name means something else', () => {
    expect(portMapOf([53, '100-102'], NAMES)).toBe(portMapOf([53, '100-102'], NAMES));
    const others: NamedPorts = { ...NAMES, named: [23], ephemeral: [49_152, 65_535] };
    expect(portsIn(portMapOf(['named'], others))).toEqual([23]);
    expect(portsIn(portMapOf(['ephemeral'], others))[0]).toBe(49_152);
  });

  it('has an intersection with another; what is not there leaves the other as it is', () => {
    const [a, b] = [portMapOf(['1-5'], NAMES), portMapOf(['4-9'], NAMES)];
    expect(portsIn(intersection(a, b))).toEqual([4, 5]);
    expect(intersection(a, null)).toBe(a);
    expect(intersection(null, b)).toBe(b);
    expect(intersection(null, null)).toBeNull();
  });
});
