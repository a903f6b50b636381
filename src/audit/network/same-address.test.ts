import { expect, it } from 'vitest';
import { isSameAddress } from './same-address.ts';

it.each([
  ['2001:DB8:0::1', '2001:db8::1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
])('takes %s and %s for one address', (one, other) => expect(isSameAddress(one, other)).toBe(true));

it('tells others apart', () => {
  expect(isSameAddress('10.0.0.1', '10.0.0.2')).toBe(false);
  expect(isSameAddress('', '10.0.0.2')).toBe(false);
});
