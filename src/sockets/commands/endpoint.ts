import { formatIPv4, formatIPv6, isIPv4Mapped, parseIPv4, parseIPv6, type IPv6Words } from '../../net/address.ts';
import { parsePort } from '../../net/port.ts';

const UNSPECIFIED: IPv6Words = [0, 0, 0, 0];

/** One end of a socket, as SocketTable wants it: an IPv4 socket's address in the last word. */
export interface Endpoint {
  readonly address: IPv6Words;
  readonly port: number;
}

export const NO_PEER: Endpoint = { address: UNSPECIFIED, port: 0 };

/**
 * Reads an address as commands print it: `*`, dotted quad, IPv6 with or without brackets and zone. Null when it is no
 * address of the family. An IPv4 address of an IPv6 socket is mapped (RFC 4291 section 2.5.5.2).
 */
export function parseAddress(text: string, family: 4 | 6): IPv6Words | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (bare === '*') return UNSPECIFIED;
  const zone = bare.indexOf('%');
  const address = zone === -1 ? bare : bare.slice(0, zone);
  const word = parseIPv4(address);
  if (word !== null) return family === 4 ? [0, 0, 0, word] : [0, 0, 0xffff, word];
  if (family === 4) return null;
  const words = parseIPv6(address);
  return words === null ? null : withoutEmbeddedZone(words);
}

/** Reads `ADDRESS:PORT` or, on macOS, `ADDRESS.PORT`; `*` for any address and for no port. */
export function parseEndpoint(text: string, separator: ':' | '.', family: 4 | 6): Endpoint | null {
  const at = text.lastIndexOf(separator);
  if (at === -1) return null;
  const address = parseAddress(text.slice(0, at), family);
  const portText = text.slice(at + 1);
  const port = portText === '*' ? 0 : parsePort(portText);
  return address === null || port === null ? null : { address, port };
}

/** 6 where the address can only be one of IPv6. */
export function familyOf(endpoint: string): 4 | 6 {
  return endpoint.includes('[') || endpoint.split(':').length > 2 ? 6 : 4;
}

/** Text that is the same for the same address, however a command wrote it. */
export function addressKey(address: IPv6Words, family: 4 | 6): string {
  if (address.every((word) => word === 0)) return `any${family}`;
  if (family === 4 || isIPv4Mapped(address)) return formatIPv4(address[3]);
  return formatIPv6(address);
}

/**
 * BSD kernels keep the zone of a link-local address in its second group (KAME), and some of their programs print it:
 * `fe80:4::1`. RFC 4291 section 2.5.6 has zeros there.
 */
function withoutEmbeddedZone(words: IPv6Words): IPv6Words {
  return words[0] >>> 22 === 0xfe80 >>> 6 ? [(words[0] & 0xffff_0000) >>> 0, words[1], words[2], words[3]] : words;
}
