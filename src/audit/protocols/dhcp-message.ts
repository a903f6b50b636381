import { formatIPv4 } from '../../net/address.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** RFC 2132 section 9.6. */
export const DHCP_TYPE = { discover: 1, offer: 2, acknowledgement: 5, inform: 8 } as const;

export interface DhcpQuestion {
  readonly type: typeof DHCP_TYPE.discover | typeof DHCP_TYPE.inform;
  readonly transaction: number;
  /** Six bytes. */
  readonly mac: Uint8Array;
  /** Own address as a 32-bit number: INFORM says it, DISCOVER must not (RFC 2131 table 5). */
  readonly ownAddress: number;
}

export interface DhcpAnswer {
  readonly type: number;
  readonly transaction: number;
  /** Addresses as text; null or empty where it did not say. */
  readonly server: string | null;
  readonly offered: string | null;
  readonly routers: readonly string[];
  readonly nameServers: readonly string[];
}

/** RFC 2131 section 3: before the options stand these four bytes. */
const COOKIE = 0x6382_5363;
/** RFC 1542 section 2.1: some relays and servers drop shorter messages of BOOTP. */
const MIN_LENGTH = 300;
const OPTION = { pad: 0, routers: 3, nameServers: 6, type: 53, server: 54, parameters: 55, end: 255 } as const;
const BROADCAST_FLAG = 0x8000;
const MAX_ADDRESSES = 8;

/** A message of a client, RFC 2131 section 2. DISCOVER asks for its answer by broadcast: the MAC is nobody's. */
export function encodeDhcp({ type, transaction, mac, ownAddress }: DhcpQuestion): Uint8Array {
  const isInform = type === DHCP_TYPE.inform;
  const writer = new ByteWriter()
    .u8(1, 1, 6, 0)
    .u32(transaction)
    .u16(0)
    .u16(isInform ? 0 : BROADCAST_FLAG);
  writer.u32(isInform ? ownAddress : 0).zeros(12);
  writer
    .bytes(mac.subarray(0, 6))
    .zeros(10 + 64 + 128)
    .u32(COOKIE);
  writer.u8(OPTION.type, 1, type);
  writer.u8(OPTION.parameters, 4, 1, OPTION.routers, OPTION.nameServers, OPTION.server).u8(OPTION.end);
  return writer.zeros(Math.max(MIN_LENGTH - writer.length, 0)).finish();
}

/** Null where it is no answer of a DHCP server. */
export function decodeDhcp(bytes: Uint8Array): DhcpAnswer | null {
  const reader = new ByteReader(bytes);
  const isReply = reader.u8() === 2;
  reader.skip(3);
  const transaction = reader.u32();
  reader.skip(8);
  const offered = reader.u32();
  reader.skip(8 + 16 + 64 + 128);
  if (reader.u32() !== COOKIE || !isReply) return null;
  const options = readOptions(reader);
  const [type] = options.get(OPTION.type) ?? [];
  if (type === undefined) return null;
  return {
    type,
    transaction,
    server: addresses(options.get(OPTION.server))[0] ?? null,
    offered: offered === 0 ? null : formatIPv4(offered),
    routers: addresses(options.get(OPTION.routers)),
    nameServers: addresses(options.get(OPTION.nameServers)),
  };
}

/** RFC 2132 section 2: a number, a length, the value; an option that stands there twice goes on (RFC 3396). */
function readOptions(reader: ByteReader): ReadonlyMap<number, readonly number[]> {
  const options = new Map<number, readonly number[]>();
  while (reader.left > 0) {
    const code = reader.u8();
    if (code === OPTION.end) break;
    if (code === OPTION.pad) continue;
    const value = reader.take(reader.u8());
    if (reader.isShort) break;
    options.set(code, [...(options.get(code) ?? []), ...value]);
  }
  return options;
}

function addresses(value: readonly number[] = []): string[] {
  const reader = new ByteReader(Uint8Array.from(value));
  const found: string[] = [];
  while (reader.left >= 4 && found.length < MAX_ADDRESSES) found.push(formatIPv4(reader.u32()));
  return found;
}
