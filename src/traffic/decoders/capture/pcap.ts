/**
 * Captures of tcpdump and all others: libpcap's file format (draft-ietf-opsawg-pcap), with pf's own logs among them.
 *
 *   magic 4, major 2, minor 2, reserved 8, snap length 4, link type 4 (lower 26 bits)
 *   each packet: seconds 4, fraction 4, captured length 4, length 4, bytes
 *
 * Magic a1b2c3d4: microseconds, a1b23c4d: nanoseconds, a1b2cd34: Kuznetzov's variant, whose packets have 8 bytes more
 * (interface 4, protocol 2, packet type 1, padding 1). Numbers are in the byte order that the magic shows.
 */
import { DIRECTION, type EventBatch } from '../../event-batch.ts';
import type { Abilities, Head, StreamFormat, StreamReader } from '../decoder.ts';
import { LINK } from './link-layer.ts';
import { u32In } from './octets.ts';
import { PacketStream } from './packet-stream.ts';

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const KUZNETZOV = 0xa1b2cd34;
const HEADER_BYTES = 24;
/** libpcap's MAXIMUM_SNAPLEN: no packet with IP in it is longer, whatever the file's snap length (0 is usual) says. */
export const MAX_CAPTURED = 262_144;
const LINK_TYPE_BITS = 0x03ffffff;

const ABILITIES: Abilities = {
  outcome: false,
  flags: true,
  bothDirections: false,
  payload: true,
  granularity: 'packet',
};

export const pcap: StreamFormat = {
  kind: 'stream',
  id: 'pcap',
  title: 'pcap capture',
  abilities: ABILITIES,
  sniff(head) {
    const linkType = linkTypeOf(head);
    return linkType === -1 || linkType === LINK.pflog ? 0 : 1;
  },
  open: () => new PcapReader(),
};

/** The same file format; but pf says what became of the packet. */
export const pflog: StreamFormat = {
  kind: 'stream',
  id: 'pflog',
  title: 'pf log (pflog capture)',
  abilities: { ...ABILITIES, outcome: true },
  sniff: (head) => (linkTypeOf(head) === LINK.pflog ? 1 : 0),
  open: () => new PcapReader(),
};

/** The link type that a pcap file's header names; -1 where it is none. */
function linkTypeOf({ bytes }: Head): number {
  const order = byteOrder(bytes, 0, bytes.length);
  return order === null || bytes.length < HEADER_BYTES ? -1 : u32In(bytes, 20, order.isLittleEndian) & LINK_TYPE_BITS;
}

function byteOrder(bytes: Uint8Array, at: number, end: number): { magic: number; isLittleEndian: boolean } | null {
  if (at + 4 > end) return null;
  for (const isLittleEndian of [true, false]) {
    const magic = u32In(bytes, at, isLittleEndian);
    if (magic === MICROSECONDS || magic === NANOSECONDS || magic === KUZNETZOV) return { magic, isLittleEndian };
  }
  return null;
}

class PcapReader implements StreamReader {
  readonly #packets = new PacketStream();
  #isLittleEndian = true;
  /** 0 until the file's header was read. */
  #recordBytes = 0;
  #ticks = 1e6;
  #linkType = 0;
  #isLost = false;
  #isNoCapture = false;

  get totals(): StreamReader['totals'] {
    return this.#packets.totals;
  }

  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    if (this.#isNoCapture) return end - start;
    let at = start;
    if (this.#recordBytes === 0) {
      if (start + HEADER_BYTES > end) return 0;
      if (!this.#readHeader(bytes, start)) return end - start;
      at += HEADER_BYTES;
    }
    return this.#readRecords(bytes, at, end, base, batch) - start;
  }

  end(left: number): void {
    const { totals } = this;
    if (this.#recordBytes === 0 && !this.#isNoCapture) totals.notes.add('too short to be a capture');
    else if (left > 0 && this.#isLost) totals.notes.add('the last bytes are no packets');
    else if (left > 0) totals.notes.add(`cut off in the middle of packet ${totals.records + 1}`);
  }

  #readHeader(bytes: Uint8Array, at: number): boolean {
    const order = byteOrder(bytes, at, at + HEADER_BYTES);
    if (order === null) {
      this.#isNoCapture = true;
      this.totals.notes.add('not a pcap file: its first bytes are others');
      return false;
    }
    this.#isLittleEndian = order.isLittleEndian;
    this.#ticks = order.magic === NANOSECONDS ? 1e9 : 1e6;
    this.#recordBytes = order.magic === KUZNETZOV ? 24 : 16;
    this.#linkType = u32In(bytes, at + 20, order.isLittleEndian) & LINK_TYPE_BITS;
    this.#packets.noteLinkType(this.#linkType);
    return true;
  }

  /** Returns where the first record begins that is not complete. */
  #readRecords(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    const packets = this.#packets;
    const recordBytes = this.#recordBytes;
    const isLittleEndian = this.#isLittleEndian;
    const ticks = this.#ticks;
    const linkType = this.#linkType;
    let at = start;
    while (at + recordBytes <= end) {
      if (this.#isLost) {
        at = this.#findRecord(bytes, at, end);
        if (this.#isLost) return at;
      }
      const captured = u32In(bytes, at + 8, isLittleEndian);
      if (captured > MAX_CAPTURED) {
        packets.malformed();
        this.#isLost = true;
        at += 1;
        continue;
      }
      const data = at + recordBytes;
      if (data + captured > end) break;
      const time = u32In(bytes, at, isLittleEndian) + u32In(bytes, at + 4, isLittleEndian) / ticks;
      const onTheWire = u32In(bytes, at + 12, isLittleEndian);
      const offset = base + at;
      packets.read(bytes, data, captured, onTheWire, linkType, isLittleEndian, time, offset, DIRECTION.unknown, batch);
      at = data + captured;
    }
    return at;
  }

  /**
   * A record's length was nonsense: looks for the next place where two records follow each other. Not lost any more
   * where it was found; else it returns where to go on with more bytes.
   */
  #findRecord(bytes: Uint8Array, start: number, end: number): number {
    const recordBytes = this.#recordBytes;
    for (let at = start; at + recordBytes <= end; at++) {
      if (!this.#looksLikeRecord(bytes, at)) continue;
      const next = at + recordBytes + u32In(bytes, at + 8, this.#isLittleEndian);
      if (next + recordBytes > end) return at;
      if (!this.#looksLikeRecord(bytes, next)) continue;
      this.#isLost = false;
      this.totals.notes.add('bytes that are no packets were passed over');
      return at;
    }
    return Math.max(start, end - recordBytes + 1);
  }

  #looksLikeRecord(bytes: Uint8Array, at: number): boolean {
    const isLittleEndian = this.#isLittleEndian;
    const captured = u32In(bytes, at + 8, isLittleEndian);
    const onTheWire = u32In(bytes, at + 12, isLittleEndian);
    return (
      captured > 0 &&
      captured <= MAX_CAPTURED &&
      onTheWire >= captured &&
      onTheWire <= MAX_CAPTURED &&
      u32In(bytes, at + 4, isLittleEndian) < this.#ticks &&
      u32In(bytes, at, isLittleEndian) !== 0
    );
  }
}
