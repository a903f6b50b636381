import { isIPv4Mapped, type IPv6Words } from '../../net/address.ts';
import type { IpAddress } from '../../net/prefix.ts';

/**
 * The IPv4 address that a packet to an IPv6 address ends up at, where the address is one of the forms that carry one; null
 * for any other. A scope that judges only what is written would be led around by `::ffff:192.0.2.1` or a NAT64 prefix.
 */
export function embeddedIPv4({ family, words }: IpAddress): IpAddress | null {
  if (family === 4) return null;
  const word = embeddedWord(words);
  return word === null ? null : { family: 4, words: [word >>> 0] };
}

function embeddedWord(words: IPv6Words): number | null {
  const [first, second, third, fourth] = words;
  if (isIPv4Mapped(words)) return fourth; // RFC 4291 2.5.5.2
  if (first === 0 && second === 0 && third === 0) return fourth > 1 ? fourth : null; // IPv4-compatible, RFC 4291 2.5.5.1
  if (first === 0 && second === 0 && third >>> 0 === 0xffff0000) return fourth; // IPv4-translated, RFC 7915 (SIIT)
  if (first >>> 0 === 0x0064ff9b && second === 0 && third === 0) return fourth; // NAT64, RFC 6052 2.1
  // The local NAT64 prefix is a /48 (RFC 8215); its bits 48 to 87 hold the address around the octet "u" (RFC 6052 2.2).
  if (first >>> 0 === 0x0064ff9b && second >>> 16 === 1) return localNat64(words);
  if (first >>> 16 === 0x2002) return (first << 16) | (second >>> 16); // 6to4, RFC 3056
  if (first >>> 0 === 0x20010000) return ~fourth; // Teredo: the client's address inverted, RFC 4380 section 4
  if ((third & ~0x02000000) >>> 0 === 0x00005efe) return fourth; // ISATAP, RFC 5214 section 6.1
  return null;
}

function localNat64([, second, third, fourth]: IPv6Words): number {
  // A network may also use a longer prefix inside it: then the last 32 bits are the address, as in the /96 form.
  const isWhole = (second & 0xffff) === 0 && third === 0;
  if (isWhole) return fourth;
  return ((second & 0xffff) << 16) | ((third >>> 8) & 0xffff);
}
