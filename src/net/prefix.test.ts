import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4 } from './address.ts';
import { formatIp, isDirectedBroadcast, parseIp, parsePrefix, prefixContains } from './prefix.ts';

const ip = (text: string): NonNullable<ReturnType<typeof parseIp>> => {
  const address = parseIp(text);
  if (address === null) throw new Error(`${text} is no address`);
  return address;
};
const net = (text: string): NonNullable<ReturnType<typeof parsePrefix>> => {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`${text} is no network`);
  return prefix;
};

describe('an address of either family', () => {
  it('is written as it is read, in its canonical form', () => {
    for (const text of ['192.0.2.1', '::1', '2001:db8::5']) expect(formatIp(ip(text))).toBe(text);
    expect(formatIp(ip('2001:DB8:0:0::5'))).toBe('2001:db8::5');
    expect(parseIp('localhost')).toBeNull();
    expect(parseIp('fe80::1%eth0')).toBeNull();
  });
});

describe('a network', () => {
  it('contains addresses of its own family that begin with its bits', () => {
    expect(prefixContains(net('10.0.0.0/8'), ip('10.255.0.1'))).toBe(true);
    expect(prefixContains(net('10.0.0.0/8'), ip('11.0.0.1'))).toBe(false);
    expect(prefixContains(net('0.0.0.0/0'), ip('::1'))).toBe(false);
    expect(prefixContains(net('2001:db8::/33'), ip('2001:db8:7fff::1'))).toBe(true);
    expect(prefixContains(net('2001:db8::/33'), ip('2001:db8:8000::1'))).toBe(false);
  });

  it('of one address contains that one only', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (a, b) => {
        expect(prefixContains(net(formatIPv4(a)), ip(formatIPv4(b)))).toBe(a === b);
      }),
    );
  });

  it('has a broadcast address where it has room for one', () => {
    expect(isDirectedBroadcast(net('192.0.2.0/24'), ip('192.0.2.255'))).toBe(true);
    expect(isDirectedBroadcast(net('192.0.2.64/26'), ip('192.0.2.127'))).toBe(true);
    expect(isDirectedBroadcast(net('192.0.2.0/24'), ip('192.0.2.254'))).toBe(false);
    expect(isDirectedBroadcast(net('192.0.2.0/31'), ip('192.0.2.1'))).toBe(false); // RFC 3021
    expect(isDirectedBroadcast(net('2001:db8::/64'), ip('2001:db8::ffff:ffff:ffff:ffff'))).toBe(false);
  });
});
