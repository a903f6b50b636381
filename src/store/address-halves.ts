import { formatIPv4, formatIPv6, type IPv6Words } from '../net/address.ts';
import type { IpAddress } from '../net/prefix.ts';

/** An address as the store has it. */
export interface AddressHalves {
  readonly hi: bigint;
  readonly lo: bigint;
}

/** ::ffff:0:0/96, as the upper 32 bits of the lower half. */
const MAPPED = 0xffffn << 32n;

/** IPv4 addresses become their mapped form. */
export function toHalves({ family, words }: IpAddress): AddressHalves {
  if (family === 4) return { hi: 0n, lo: MAPPED | BigInt(words[0] >>> 0) };
  const [first, second, third, fourth] = words;
  return { hi: join(first, second), lo: join(third, fourth) };
}

/** Canonical text; mapped addresses as the IPv4 address they are. */
export function formatHalves({ hi, lo }: AddressHalves): string {
  if (hi === 0n && lo >> 32n === 0xffffn) return formatIPv4(Number(lo & 0xffffffffn));
  const words: IPv6Words = [upper(hi), lower(hi), upper(lo), lower(lo)];
  return formatIPv6(words);
}

const join = (high: number, low: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
const upper = (half: bigint): number => Number(half >> 32n);
const lower = (half: bigint): number => Number(half & 0xffffffffn);
