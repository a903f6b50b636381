/** Packets and capture files as tests need them. Checksums are 0. */

export interface IpOptions {
  readonly source?: string;
  readonly destination?: string;
  readonly ttl?: number;
  readonly id?: number;
  /** Flags and offset of IPv4's field. */
  readonly fragment?: number;
  readonly options?: Buffer;
  /** Instead of the right one. */
  readonly length?: number;
}

export const bytesOf = (...values: number[]): Buffer => Buffer.from(values);

export function u16be(...values: number[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16BE(value);
      return bytes;
    }),
  );
}

export function u32be(...values: number[]): Buffer {
  return u16be(...values.flatMap((value) => [value >>> 16, value & 0xffff]));
}

export function ipv4(protocol: number, payload: Buffer, with_: IpOptions = {}): Buffer {
  const options = with_.options ?? Buffer.alloc(0);
  const header = Buffer.concat([
    bytesOf(0x45 + options.length / 4, 0),
    u16be(with_.length ?? 20 + options.length + payload.length, with_.id ?? 7, with_.fragment ?? 0),
    bytesOf(with_.ttl ?? 64, protocol, 0, 0),
    addressBytes(with_.source ?? '198.51.100.9'),
    addressBytes(with_.destination ?? '192.0.2.1'),
  ]);
  return Buffer.concat([header, options, payload]);
}

/** The last two words of 2001:db8:: are enough of an address. */
export function ipv6(next: number, payload: Buffer, with_: { ttl?: number; length?: number } = {}): Buffer {
  const prefix = u32be(0x20010db8, 0, 0);
  return Buffer.concat([
    u32be(0x60000000),
    u16be(with_.length ?? payload.length),
    bytesOf(next, with_.ttl ?? 64),
    prefix,
    u32be(9),
    prefix,
    u32be(1),
    payload,
  ]);
}

export function tcp(
  sport: number,
  dport: number,
  flags: number,
  with_: { payload?: Buffer | string; sequence?: number; window?: number; options?: Buffer } = {},
): Buffer {
  const options = with_.options ?? Buffer.alloc(0);
  return Buffer.concat([
    u16be(sport, dport),
    u32be(with_.sequence ?? 1, 0),
    bytesOf((5 + options.length / 4) << 4, flags),
    u16be(with_.window ?? 1024, 0, 0),
    options,
    Buffer.from(with_.payload ?? ''),
  ]);
}

export function udp(sport: number, dport: number, payload: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([u16be(sport, dport, 8 + bytes.length, 0), bytes]);
}

export function icmp(type: number, code: number, rest: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([bytesOf(type, code, 0, 0, 0, 0, 0, 0), rest]);
}

export function ethernet(etherType: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(12, 2), u16be(etherType), payload]);
}

export interface PacketOptions {
  readonly isBigEndian?: boolean;
  readonly magic?: number;
  readonly linkType?: number;
  readonly snapLength?: number;
}

/** A packet of a capture: its bytes, and what was on the wire if more. */
export interface Packet {
  readonly bytes: Buffer;
  readonly seconds?: number;
  readonly fraction?: number;
  readonly captured?: number;
  readonly onTheWire?: number;
}

/** Numbers in the file's byte order. */
export function words(isBigEndian: boolean, ...values: number[]): Buffer {
  const bytes = u32be(...values);
  return isBigEndian ? bytes : bytes.swap32();
}

export function halfWords(isBigEndian: boolean, ...values: number[]): Buffer {
  const bytes = u16be(...values);
  return isBigEndian ? bytes : bytes.swap16();
}

export const KUZNETZOV = 0xa1b2cd34;

export function pcapFile(packets: readonly (Packet | Buffer)[], with_: PacketOptions = {}): Buffer {
  const isBigEndian = with_.isBigEndian ?? false;
  const magic = with_.magic ?? 0xa1b2c3d4;
  const header = Buffer.concat([
    words(isBigEndian, magic),
    halfWords(isBigEndian, 2, 4),
    words(isBigEndian, 0, 0, with_.snapLength ?? 65_535, with_.linkType ?? 1),
  ]);
  const records = packets.map((packet) => {
    const { bytes, seconds, fraction, captured, onTheWire } = Buffer.isBuffer(packet) ? { bytes: packet } : packet;
    return Buffer.concat([
      words(isBigEndian, seconds ?? 1_000_000, fraction ?? 250_000),
      words(isBigEndian, captured ?? bytes.length, onTheWire ?? bytes.length),
      Buffer.alloc(magic === KUZNETZOV ? 8 : 0),
      bytes,
    ]);
  });
  return Buffer.concat([header, ...records]);
}

/** A block of pcapng, with its padding. */
export function block(isBigEndian: boolean, type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const length = words(isBigEndian, padded.length + 12);
  return Buffer.concat([words(isBigEndian, type), length, padded, length]);
}

export function section(isBigEndian: boolean): Buffer {
  const body = [words(isBigEndian, 0x1a2b3c4d), halfWords(isBigEndian, 1, 0), Buffer.alloc(8, 0xff)];
  return block(isBigEndian, 0x0a0d0d0a, Buffer.concat(body));
}

export function option(isBigEndian: boolean, code: number, value: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
  return Buffer.concat([halfWords(isBigEndian, code, value.length), value, padding]);
}

export function captureInterface(isBigEndian: boolean, linkType: number, ...options: Buffer[]): Buffer {
  const body = [halfWords(isBigEndian, linkType, 0), words(isBigEndian, 0), ...options];
  return block(isBigEndian, 1, Buffer.concat(body));
}

export function enhancedPacket(
  isBigEndian: boolean,
  bytes: Buffer,
  with_: { number?: number; ticks?: number; captured?: number; options?: Buffer } = {},
): Buffer {
  const ticks = with_.ticks ?? 0;
  const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
  const head = words(isBigEndian, with_.number ?? 0, Math.floor(ticks / 2 ** 32), ticks % 2 ** 32);
  const lengths = words(isBigEndian, with_.captured ?? bytes.length, bytes.length);
  return block(isBigEndian, 6, Buffer.concat([head, lengths, bytes, padding, with_.options ?? Buffer.alloc(0)]));
}

function addressBytes(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}
