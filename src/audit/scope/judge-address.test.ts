import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4, formatIPv6 } from '../../net/address.ts';
import { parseIp, parsePrefix, type IpAddress, type Prefix } from '../../net/prefix.ts';
import { judgeAddress } from './judge-address.ts';
import type { Scope } from './scope.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const addresses = (...texts: string[]): IpAddress[] => texts.flatMap((text) => parseIp(text) ?? []);
const networks = (...texts: string[]): Prefix[] => texts.flatMap((text) => parsePrefix(text) ?? []);

function scope(change: Partial<Scope> = {}): Scope {
  return {
    own: addresses('10.20.0.5', '192.0.2.10', 'fe80::5'),
    ownNetworks: networks('10.20.0.0/24'),
    allow: [],
    authorities: [],
    isConfirmed: false,
    ...change,
  };
}

const isPermitted = (text: string, change: Partial<Scope> = {}): boolean =>
  judgeAddress(text, scope(change), NOW) === null;

describe('without a scope file', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '10.20.0.5', 'fe80::5%eth0'])(
    'permits this machine: %s',
    (text) => expect(isPermitted(text)).toBe(true),
  );

  it.each([
    '10.20.0.6',
    '192.168.1.1',
    '172.16.0.1',
    '100.64.0.1',
    'fd00::1',
    'fe80::1%eth0',
    '8.8.8.8',
    '2001:4860:4860::8888',
  ])('refuses any other, and says what to add: %s', (text) => {
    const refusal = judgeAddress(text, scope(), NOW);
    expect(refusal?.reason).toBeTruthy();
    expect(refusal?.remedy).toContain('scope:');
  });
});

describe('what is never permitted, whatever the file says', () => {
  const everything = { allow: networks('0.0.0.0/0', '::/0') };

  it.each([
    ['metadata', '169.254.169.254'],
    ['metadata', '::ffff:169.254.169.254'],
    ['metadata', '::ffff:a9fe:a9fe'],
    ['metadata', '64:ff9b::a9fe:a9fe'],
    ['metadata', '64:ff9b:1:a9fe:a9:fe00::'],
    ['metadata', '64:ff9b:1::a9fe:a9fe'],
    ['metadata', '2002:a9fe:a9fe::1'],
    ['metadata', '2001:0:0:0:0:0:5601:5601'],
    ['metadata', 'fd00:ec2::254'],
    ['metadata', '168.63.129.16'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['broadcast', '10.20.0.255'],
    ['unspecified', '0.0.0.0'],
    ['unspecified', '::'],
    ['0.0.0.0/8', '0.1.2.3'],
  ])('%s: %s', (why, text) => {
    const refusal = judgeAddress(text, scope(everything), NOW);
    expect(refusal?.reason).toContain(why);
    expect(refusal?.remedy).toBeNull();
  });

  it.each(['localhost', '', '10.0.0', '0x7f000001', '2130706433', '010.0.0.1', '127.1', 'example.com'])(
    'is what is no address: "%s"',
    (text) => expect(judgeAddress(text, scope(everything), NOW)?.reason).toBe('it is no IP address'),
  );
});

describe('what the file allows', () => {
  it('is private addresses inside its networks', () => {
    const allow = networks('10.20.0.0/24', 'fd00::/8');
    expect(isPermitted('10.20.0.6', { allow })).toBe(true);
    expect(isPermitted('fd12::1', { allow })).toBe(true);
    expect(isPermitted('10.21.0.6', { allow })).toBe(false);
  });

  it('is no public address: that takes an authority, a date to come and the flag', () => {
    const until = new Date('2026-12-31T23:59:59Z');
    const authorities = [{ prefixes: networks('198.41.0.0/24'), by: 'the owner', reference: 'T-1', until }];
    expect(isPermitted('198.41.0.4', { allow: networks('0.0.0.0/0') })).toBe(false);
    expect(judgeAddress('198.41.0.4', scope({ authorities }), NOW)?.remedy).toBe('--yes-authorised');
    expect(isPermitted('198.41.0.4', { authorities, isConfirmed: true })).toBe(true);
    expect(isPermitted('198.41.1.4', { authorities, isConfirmed: true })).toBe(false);
    const ended = [
      { ...authorities[0], prefixes: networks('198.41.0.0/24'), by: 'x', reference: 'y', until: new Date(0) },
    ];
    expect(judgeAddress('198.41.0.4', scope({ authorities: ended, isConfirmed: true }), NOW)?.reason).toContain('1970');
  });
});

describe('an address inside an address', () => {
  it('is judged as what it reaches: the mapped form as the IPv4 address itself', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (word) => {
        const plain = isPermitted(formatIPv4(word), { allow: networks('10.0.0.0/8') });
        const mapped = isPermitted(formatIPv6([0, 0, 0xffff, word]), { allow: networks('10.0.0.0/8') });
        expect(mapped).toBe(plain);
      }),
    );
  });

  it('never permits more than the address it carries', () => {
    const open = { allow: networks('::/0', '10.0.0.0/8') };
    fc.assert(
      fc.property(fc.nat(0xffffffff), (word) => {
        const plain = isPermitted(formatIPv4(word), open);
        for (const form of [
          [0x0064ff9b, 0, 0, word],
          [0x20020000 | (word >>> 16), (word << 16) >>> 0, 0, 1],
        ] as const) {
          const words = [form[0] >>> 0, form[1] >>> 0, form[2], form[3]] as const;
          if (isPermitted(formatIPv6(words), open)) expect(plain).toBe(true);
        }
      }),
    );
  });
});
