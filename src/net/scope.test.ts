import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv6, isIPv4Mapped, parseIPv4, parseIPv6, type IPv6Words } from './address.ts';
import { scopeOfIPv4, scopeOfIPv6, type AddressScope } from './scope.ts';

/** An address as one whole number, so that prefixes are plain arithmetic here and masks there. */
interface Block {
  readonly text: string;
  readonly base: bigint;
  readonly bits: bigint;
  readonly length: bigint;
  /** IANA's "Globally Reachable": null where it says neither True nor False. */
  readonly global: boolean | null;
}

const IANA = new URL('../../../shared/data/iana/', import.meta.url);
const present = existsSync(fileURLToPath(new URL('ipv4-special.2025-10-09.csv', IANA)));
if (!present) console.warn('SKIPPED: address scopes against IANA: ../shared/data/iana is not beside this checkout');

function blocksOf(name: string): Block[] {
  const rows: Record<string, string>[] = parse(readFileSync(new URL(name, IANA), 'utf8'), { columns: true });
  return rows.flatMap((row) =>
    (row['address'] ?? '').split(', ').map((text): Block => {
      const [, address = '', length = ''] = /^([\da-f.:]+)\/(\d+)( \[\d+\])?$/.exec(text) ?? [];
      const global = (row['global'] ?? '').replace(/ \[\d+\]$/, '');
      return {
        text,
        base: address.includes(':') ? numberOf(parseIPv6(address)) : BigInt(parseIPv4(address) ?? -1),
        bits: address.includes(':') ? 128n : 32n,
        length: BigInt(length),
        global: global === 'True' ? true : global === 'False' ? false : null,
      };
    }),
  );
}

function numberOf(words: IPv6Words | null): bigint {
  return (words ?? []).reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
}

function scopeOf(address: bigint, bits: bigint): AddressScope {
  if (bits === 32n) return scopeOfIPv4(Number(address));
  const word = (shift: bigint): number => Number((address >> shift) & 0xffffffffn);
  return scopeOfIPv6([word(96n), word(64n), word(32n), word(0n)]);
}

/** The narrowest block that covers an address. */
function narrowest(blocks: readonly Block[], address: bigint): Block | undefined {
  return blocks
    .filter(({ base, bits, length }) => address >> (bits - length) === base >> (bits - length))
    .sort((a, b) => Number(b.length - a.length))[0];
}

/** Addresses inside the registry's blocks, just beside them, and anywhere. */
function addressesAround(blocks: readonly Block[]): fc.Arbitrary<bigint> {
  const bits = blocks[0]?.bits ?? 32n;
  const max = (1n << bits) - 1n;
  const inside = fc.tuple(fc.constantFrom(...blocks), fc.bigInt({ min: 0n, max })).map(([{ base, length }, low]) => {
    return base | (low & ((1n << (bits - length)) - 1n));
  });
  const edges = fc.constantFrom(
    ...blocks.flatMap(({ base, length }) => [
      base - 1n,
      base,
      base + (1n << (bits - length)) - 1n,
      base + (1n << (bits - length)),
    ]),
  );
  return fc.oneof(inside, edges, fc.bigInt({ min: 0n, max })).filter((address) => address >= 0n && address <= max);
}

describe.skipIf(!present)("IANA's special-purpose registries", () => {
  it.each([
    ['ipv4-special.2025-10-09.csv', 26],
    ['ipv6-special.2025-10-09.csv', 25],
  ])('agree with the scope of any address, by the narrowest row of %s', (name, rows) => {
    const blocks = blocksOf(name);
    expect(blocks).toHaveLength(rows);
    const isMulticast = (address: bigint): boolean =>
      blocks[0]?.bits === 32n ? address >> 28n === 0xen : address >> 120n === 0xffn;
    // Only 2000::/3 was ever handed out as global unicast (RFC 4291 2.4); all of IPv4 was.
    const isHandedOut = (address: bigint): boolean => blocks[0]?.bits === 32n || address >> 125n === 1n;
    fc.assert(
      fc.property(addressesAround(blocks), (address) => {
        const bits = blocks[0]?.bits ?? 32n;
        // A mapped address reaches as far as the IPv4 address it stands for.
        if (bits === 128n && address >> 32n === 0xffffn) return;
        const scope = scopeOf(address, bits);
        const block = narrowest(blocks, address);
        if (block === undefined && isMulticast(address)) expect(scope).toBe('multicast');
        else if (block === undefined) expect(scope).toBe(isHandedOut(address) ? 'public' : 'reserved');
        else if (block.global === true) expect(scope, block.text).toBe('public');
        else if (block.global === false) expect(scope, block.text).not.toBe('public');
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the scope of an address', () => {
  it.each<[string, AddressScope]>([
    ['0.0.0.0', 'unspecified'],
    ['0.0.0.1', 'reserved'],
    ['10.255.255.255', 'private'],
    ['11.0.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['100.64.0.0', 'shared'],
    ['100.127.255.255', 'shared'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['128.0.0.0', 'public'],
    ['169.254.10.20', 'link-local'],
    ['172.15.255.255', 'public'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.0.0.9', 'public'],
    ['192.0.0.11', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.168.1.1', 'private'],
    ['198.19.255.255', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
  ])('%s is %s', (text, scope) => {
    expect(scopeOfIPv4(parseIPv4(text) ?? Number.NaN)).toBe(scope);
  });

  it.each<[string, AddressScope]>([
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::2', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:10.1.2.3', 'private'],
    ['::ffff:0.0.0.0', 'unspecified'],
    ['::ffff:11.0.0.1', 'public'],
    ['64:ff9b::b00:1', 'public'],
    ['64:ff9b:1::1', 'private'],
    ['64:ff9b:2::1', 'reserved'],
    ['100::1', 'reserved'],
    ['2000::1', 'public'],
    ['2001:2::1', 'reserved'],
    ['2001:4860:4860::8888', 'public'],
    ['2001:db8::1', 'reserved'],
    ['2001:db7:ffff::', 'public'],
    ['2001:db9::', 'public'],
    ['3fff:fff::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fdff::1', 'private'],
    ['fe7f::1', 'reserved'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'reserved'],
    ['ff02::1', 'multicast'],
  ])('%s is %s', (text, scope) => {
    expect(scopeOfIPv6(parseIPv6(text) ?? [Number.NaN, 0, 0, 0])).toBe(scope);
  });

  it('is the same for words that came signed', () => {
    expect(scopeOfIPv4(0xc0a80101 | 0)).toBe('private');
    expect(scopeOfIPv6([0xfe800000 | 0, 0, 0, 1])).toBe('link-local');
    expect(scopeOfIPv6([0xfd000000 | 0, 0, 0, 1])).toBe('private');
    expect(scopeOfIPv6([0xff020000 | 0, 0, 0, 1])).toBe('multicast');
  });

  it('of a mapped address is that of the IPv4 address in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (word) => {
        const words: IPv6Words = [0, 0, 0xffff, word];
        expect(isIPv4Mapped(words), formatIPv6(words)).toBe(true);
        expect(scopeOfIPv6(words)).toBe(scopeOfIPv4(word));
      }),
    );
  });
});
