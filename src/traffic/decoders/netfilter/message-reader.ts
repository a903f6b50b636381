import type { EventBatch } from '../../event-batch.ts';
import type { Clock } from '../clock.ts';
import type { LineVerdict } from '../decoder.ts';
import { LineHead } from './line-head.ts';
import type { NetfilterScanner } from './netfilter-scanner.ts';
import { PacketWords } from './packet-words.ts';
import { PlainLines } from './plain-lines.ts';
import { PrefixTable, type Prefix } from './prefix-table.ts';
import { endOfWords } from './words.ts';

const EQUALS = 0x3d;
/** Packets one line may tell of, where printk raced. */
const MAX_PACKETS = 64;

/** Reads lines of the kernel's packet log, or their messages alone where something else has taken off their heads. */
export class MessageReader {
  readonly #head: LineHead;
  readonly #prefixes = new PrefixTable();
  readonly #scanner: NetfilterScanner | null;
  #words: PacketWords | null = null;
  /** Of the bytes of the prefix that was found last. */
  #hash = 0;

  readonly #plain: PlainLines | null;

  /** `scanner`: reads lines faster, into batches that lie in its memory. */
  constructor(clock: Clock, scanner: NetfilterScanner | null = null) {
    this.#head = new LineHead(clock);
    this.#plain = scanner === null ? null : new PlainLines(scanner, this.#prefixes, this.#head.frame, clock);
    this.#scanner = scanner;
  }

  /** The tools that wrote the rules, as their prefixes tell: `ufw`. */
  get tools(): readonly string[] {
    this.#plain?.collect();
    return this.#prefixes.tools;
  }

  /** As LineReader.readRun. */
  readRun(bytes: Uint8Array, start: number, end: number, batch: EventBatch): number {
    if (this.#plain === null || this.#scanner?.fills(batch) !== true) return 0;
    return this.#plain.read(bytes, start, end, batch);
  }

  readLine(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const head = this.#head;
    head.read(bytes, start, end);
    return this.#read(bytes, head.rest, end, head.time, batch);
  }

  /** A message without time, host and tag: `[UFW BLOCK] IN=eth0 ...`, as journald keeps it. */
  readMessage(bytes: Uint8Array, start: number, end: number, time: number, batch: EventBatch): LineVerdict {
    const head = this.#head;
    head.readMessage(bytes, start, end);
    return this.#read(bytes, head.rest, end, time, batch);
  }

  #read(bytes: Uint8Array, start: number, end: number, time: number, batch: EventBatch): LineVerdict {
    const body = this.#findBody(bytes, start, end);
    if (body === -1) return 'foreign';
    const words = (this.#words ??= new PacketWords(batch.addresses));
    const next = words.read(bytes, body, end);
    const { packet } = words;
    if (packet.isEvent) {
      this.#add(bytes, start, body, time, batch);
      if (next < end) this.#readMore(words, bytes, body, next, end, time, batch);
      return 'event';
    }
    if (next < end && this.#readMore(words, bytes, body, next, end, time, batch)) return 'event';
    if (packet.seen === 0 && packet.isLinkLayer) return 'silent';
    return packet.isSurelyNetfilter ? 'malformed' : 'foreign';
  }

  /** The packets behind the one whose words begin at `before` and end at `first`. */
  #readMore(
    words: PacketWords,
    bytes: Uint8Array,
    before: number,
    first: number,
    end: number,
    time: number,
    batch: EventBatch,
  ): boolean {
    const head = this.#head;
    let [hasEvent, last, next] = [false, before, first];
    for (let count = 0; next < end && count < MAX_PACKETS; count++) {
      // The text between the two packets is the head of the second one's line.
      head.read(bytes, endOfWords(bytes, last, next), end);
      const start = Math.min(head.rest, next);
      last = this.#findBody(bytes, start, end);
      if (last === -1) return hasEvent;
      next = words.read(bytes, last, end);
      if (!words.packet.isEvent) continue;
      this.#add(bytes, start, last, Number.isNaN(head.time) ? time : head.time, batch);
      hasEvent = true;
    }
    return hasEvent;
  }

  #add(bytes: Uint8Array, start: number, body: number, time: number, batch: EventBatch): void {
    const prefix = this.#prefix(bytes, start, body, batch);
    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.label[row] = prefix.label;
    batch.outcome[row] = prefix.outcome;
    this.#words?.packet.fill(batch, row);
    const { repeated } = this.#head;
    if (repeated === 1) return;
    batch.packets[row] = repeated;
    batch.bytes[row] = (batch.bytes[row] ?? Number.NaN) * repeated;
  }

  #prefix(bytes: Uint8Array, start: number, body: number, batch: EventBatch): Prefix {
    const { chain } = this.#head;
    return chain === ''
      ? this.#prefixes.find(bytes, start, body, this.#hash, batch)
      : this.#prefixes.findOfChain(chain, bytes, start, body, batch);
  }

  /**
   * Where the packet's words begin: at `IN=`, which need not be parted from the prefix, or at `OUT=` or `SRC=` where it is
   * left out (Proxmox). -1 where there are none of these.
   */
  #findBody(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      hash = Math.imul(hash ^ byte, 0x01000193);
      if (byte !== EQUALS) continue;
      const size = keyBefore(bytes, at, start);
      if (size === 0) continue;
      this.#hash = hash ^ (hash >>> 15);
      return at - size;
    }
    return -1;
  }
}

/** Length of the key before a `=` if it is one with which a packet may begin. */
function keyBefore(bytes: Uint8Array, equals: number, start: number): number {
  const last = bytes[equals - 1];
  const second = bytes[equals - 2];
  if (last === 0x4e) return equals - 2 >= start && second === 0x49 ? 2 : 0;
  if (equals - 3 < start) return 0;
  const isOut = last === 0x54 && second === 0x55 && bytes[equals - 3] === 0x4f;
  const isSource = last === 0x43 && second === 0x52 && bytes[equals - 3] === 0x53;
  return isOut || isSource ? 3 : 0;
}
