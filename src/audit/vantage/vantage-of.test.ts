import { describe, expect, it } from 'vitest';
import { parseIp, parsePrefix } from '../../net/prefix.ts';
import { vantageOf } from './vantage-of.ts';

const MACHINE = {
  own: ['10.20.0.5', 'fd00:20::5', 'fe80::5'].flatMap((text) => parseIp(text) ?? []),
  ownNetworks: ['10.20.0.5/24', 'fd00:20::5/64'].flatMap((text) => parsePrefix(text) ?? []),
};

describe('the vantage', () => {
  it.each([
    ['127.0.0.1', 'same-address'],
    ['::1', 'same-address'],
    ['10.20.0.5', 'same-address'],
    ['fd00:20:0::5', 'same-address'],
    ['fe80::5%eth0', 'same-address'],
    ['::ffff:10.20.0.5', 'same-address'],
    ['::ffff:127.0.0.1', 'same-address'],
    ['::ffff:10.20.0.6', 'same-subnet'],
    ['10.20.0.6', 'same-subnet'],
    ['fd00:20::6', 'same-subnet'],
    ['fe80::6%eth0', 'same-subnet'],
    ['10.21.0.5', 'routed'],
    ['2001:db8::1', 'routed'],
  ])('of %s is %s', (address, vantage) => expect(vantageOf(address, MACHINE)).toBe(vantage));
});
