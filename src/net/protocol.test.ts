import { describe, expect, it } from 'vitest';
import { hasPorts, PROTOCOL, protocolName, protocolOf } from './protocol.ts';

describe('a protocol', () => {
  it.each([
    ['TCP', 6],
    ['udp', 17],
    ['6', 6],
    ['89', 89],
    ['ICMPv6', 58],
    ['ipv6-icmp', 58],
    ['icmp6', 58],
    ['999', PROTOCOL.unknown],
    ['', PROTOCOL.unknown],
    ['tcpx', PROTOCOL.unknown],
    ['__proto__', PROTOCOL.unknown],
  ])('"%s" is %i', (text, number) => {
    expect(protocolOf(text)).toBe(number);
  });

  it('has a name that gives its number again', () => {
    for (const number of Object.values(PROTOCOL)) expect(protocolOf(protocolName(number))).toBe(number);
    expect(protocolName(89)).toBe('ip-89');
  });

  it('has ports where RFCs say so', () => {
    expect([6, 17, 33, 132, 136].every(hasPorts)).toBe(true);
    expect([1, 2, 47, 50, 58, 255].some(hasPorts)).toBe(false);
  });
});
