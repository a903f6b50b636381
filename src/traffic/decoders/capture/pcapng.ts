/**
 * Captures of Wireshark and others: pcapng (draft-ietf-opsawg-pcapng). Blocks, each in the byte order of its section:
 *
 *   type 4, length 4, body, padding to 4 bytes, length 4 once more
 *
 * Section header (0a0d0d0a: magic 1a2b3c4d, major 2, minor 2, section length 8, options), interface description (1: link
 * type 2, reserved 2, snap length 4, options), enhanced packet (6: interface 4, time 8, captured 4, length 4, bytes,
 * options), simple packet (3: length 4, bytes), packet (2, obsolete: interface 2, drops 2, then as 6). Others hold no
 * packets.
 */
import { DIRECTION, type EventBatch } from '../../event-batch.ts';
import type { StreamFormat, StreamReader } from '../decoder.ts';
import { readFlags, readInterface, type CaptureInterface } from './pcapng-options.ts';
import { u32In } from './octets.ts';
import { PacketStream } from './packet-stream.ts';
import { MAX_CAPTURED } from './pcap.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
/** Types with a meaning: what is looked for behind a block whose length is nonsense. */
const LAST_KNOWN_TYPE = 10;
/** Wireshark's limit too. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;
const MAX_INTERFACES = 4096;

export const pcapng: StreamFormat = {
  kind: 'stream',
  id: 'pcapng',
  title: 'pcapng capture',
  abilities: { outcome: false, flags: true, bothDirections: false, payload: true, granularity: 'packet' },
  sniff: ({ bytes }) => (bytes.length >= 12 && isSectionHeader(bytes, 0) ? 1 : 0),
  open: () => new PcapngReader(),
};

function isSectionHeader(bytes: Uint8Array, at: number): boolean {
  return u32In(bytes, at, true) === SECTION_HEADER && sectionOrder(bytes, at) !== null;
}

/** Whether a section is little-endian; null where its magic is none. */
function sectionOrder(bytes: Uint8Array, at: number): boolean | null {
  if (u32In(bytes, at + 8, true) === BYTE_ORDER_MAGIC) return true;
  return u32In(bytes, at + 8, false) === BYTE_ORDER_MAGIC ? false : null;
}

class PcapngReader implements StreamReader {
  readonly #packets = new PacketStream();
  readonly #interfaces: CaptureInterface[] = [];
  readonly #linkTypes = new Set<number>();
  #isLittleEndian = true;
  #isFirst = true;
  #isLost = false;
  #isNoCapture = false;

  get totals(): StreamReader['totals'] {
    return this.#packets.totals;
  }

  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    let at = start;
    while (at + 12 <= end && !this.#isNoCapture) {
      if (this.#isLost) {
        at = this.#findBlock(bytes, at, end);
        if (this.#isLost) return at - start;
      }
      const length = this.#blockBytes(bytes, at);
      if (length === -1) {
        at = this.#lose(at);
        continue;
      }
      if (at + length > end) break;
      if (!this.#endsAsItBegins(bytes, at, length)) {
        at = this.#lose(at);
        continue;
      }
      this.#readBlock(bytes, at, length, base, batch);
      at += length;
    }
    return this.#isNoCapture ? end - start : at - start;
  }

  end(left: number): void {
    const { totals } = this;
    if (this.#isFirst && !this.#isNoCapture) totals.notes.add('too short to be a capture');
    else if (left > 0 && this.#isLost) totals.notes.add('the last bytes are no blocks');
    else if (left > 0) totals.notes.add(`cut off in the middle of a block behind packet ${totals.records}`);
  }

  /** Length of the block with its padding; -1 where it can be none. A section header sets the byte order. */
  #blockBytes(bytes: Uint8Array, at: number): number {
    if (u32In(bytes, at, true) === SECTION_HEADER) {
      const order = sectionOrder(bytes, at);
      if (order === null) return -1;
      this.#isLittleEndian = order;
    } else if (this.#isFirst) return -1;
    const length = u32In(bytes, at + 4, this.#isLittleEndian);
    return length < 12 || length > MAX_BLOCK_BYTES ? -1 : (length + 3) & ~3;
  }

  #endsAsItBegins(bytes: Uint8Array, at: number, length: number): boolean {
    const isLittleEndian = this.#isLittleEndian;
    return u32In(bytes, at + length - 4, isLittleEndian) === u32In(bytes, at + 4, isLittleEndian);
  }

  /** The block at `at` is none; returns where to look for the next one. */
  #lose(at: number): number {
    if (this.#isFirst) {
      this.#isNoCapture = true;
      this.totals.notes.add('not a pcapng file: it begins with no section');
      return at;
    }
    this.#packets.malformed();
    this.#isLost = true;
    return at + 1;
  }

  /** The next block that ends with the length it begins with; lost still where there is none. */
  #findBlock(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; at + 12 <= end; at++) {
      const isSection = isSectionHeader(bytes, at);
      const isLittleEndian = isSection ? sectionOrder(bytes, at) === true : this.#isLittleEndian;
      const type = u32In(bytes, at, isLittleEndian);
      if (!isSection && (type === 0 || type > LAST_KNOWN_TYPE)) continue;
      const length = u32In(bytes, at + 4, isLittleEndian);
      if (length < 12 || length % 4 !== 0 || length > MAX_CAPTURED + 1024) continue;
      if (at + length > end) return at;
      if (u32In(bytes, at + length - 4, isLittleEndian) !== length) continue;
      this.#isLost = false;
      this.totals.notes.add('bytes that are no blocks were passed over');
      return at;
    }
    return Math.max(start, end - 11);
  }

  #readBlock(bytes: Uint8Array, at: number, length: number, base: number, batch: EventBatch): void {
    const type = u32In(bytes, at, this.#isLittleEndian);
    if (type === ENHANCED_PACKET || type === PACKET) this.#readPacket(bytes, at, length, type, base, batch);
    else if (type === SIMPLE_PACKET) this.#readSimplePacket(bytes, at, length, base, batch);
    else if (type === INTERFACE) this.#readInterface(bytes, at, length);
    else if (type === SECTION_HEADER) {
      this.#isFirst = false;
      this.#interfaces.length = 0;
    }
  }

  #readInterface(bytes: Uint8Array, at: number, length: number): void {
    if (length < 20) this.totals.notes.add('an interface description is too short');
    else if (this.#interfaces.length >= MAX_INTERFACES) this.totals.notes.add('more interfaces than can be told apart');
    else {
      const described = readInterface(bytes, at + 8, at + length - 4, this.#isLittleEndian);
      this.#interfaces.push(described);
      if (this.#linkTypes.size > MAX_INTERFACES || this.#linkTypes.has(described.linkType)) return;
      this.#linkTypes.add(described.linkType);
      this.#packets.noteLinkType(described.linkType);
    }
  }

  #readPacket(bytes: Uint8Array, at: number, length: number, type: number, base: number, batch: EventBatch): void {
    const isLittleEndian = this.#isLittleEndian;
    if (length < 32) return this.#packets.malformed();
    const captured = u32In(bytes, at + 20, isLittleEndian);
    const number = u32In(bytes, at + 8, isLittleEndian);
    const low = isLittleEndian ? number & 0xffff : number >>> 16;
    const from = this.#interfaces[type === PACKET ? low : number];
    if (from === undefined || captured > length - 32 || captured > MAX_CAPTURED) return this.#packets.malformed();
    const ticks = u32In(bytes, at + 12, isLittleEndian) * 2 ** 32 + u32In(bytes, at + 16, isLittleEndian);
    const data = at + 28;
    const options = data + ((captured + 3) & ~3);
    const end = at + length - 4;
    this.#packets.read(
      bytes,
      data,
      captured,
      u32In(bytes, at + 24, isLittleEndian),
      from.linkType,
      isLittleEndian,
      ticks / from.ticksPerSecond + from.offset,
      base + at,
      options + 4 <= end ? readFlags(bytes, options, end, isLittleEndian) : DIRECTION.unknown,
      batch,
    );
  }

  /** Of the first interface; it has no time, and its captured length follows from the snap length. */
  #readSimplePacket(bytes: Uint8Array, at: number, length: number, base: number, batch: EventBatch): void {
    const from = this.#interfaces[0];
    if (from === undefined || length < 16) return this.#packets.malformed();
    const onTheWire = u32In(bytes, at + 8, this.#isLittleEndian);
    const limit = from.snapLength === 0 ? onTheWire : Math.min(onTheWire, from.snapLength);
    const captured = Math.min(limit, length - 16);
    if (captured > MAX_CAPTURED) return this.#packets.malformed();
    this.#packets.read(
      bytes,
      at + 12,
      captured,
      onTheWire,
      from.linkType,
      this.#isLittleEndian,
      Number.NaN,
      base + at,
      DIRECTION.unknown,
      batch,
    );
  }
}
