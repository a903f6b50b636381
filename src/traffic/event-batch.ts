import { AddressBook } from './address-book.ts';
import { BATCH_EVENTS, ColumnSpace } from './column-space.ts';
import { NameList } from './name-list.ts';
import type { Payload } from './payload.ts';

export { BATCH_EVENTS } from './column-space.ts';

/** Bits of `marks`: what is known of an event, and what is odd about it. */
export const MARK = {
  /** `flags` says something; without it no TCP flags were seen or logged. */
  flags: 1,
  ttl: 2,
  /** `window` and `ipId` are known. */
  fingerprint: 4,
  /** A fragment that is not the first: it has no ports. */
  laterFragment: 8,
  /** The TCP sequence number is the destination address (Mirai). */
  sequenceIsDestination: 16,
  /** Transport has ports (or type and code) and they were read. */
  ports: 32,
  /** Its options were logged, and there were none: a raw socket, not an operating system, made it. */
  bareSyn: 64,
  /** From inside a tunnel, or from the packet that an ICMP error quotes. */
  inner: 128,
} as const;

/** What became of a packet or connection. The order is that of the column's numbers. */
export const OUTCOMES = ['unknown', 'allowed', 'dropped', 'rejected', 'answered', 'refused', 'unanswered'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME = {
  unknown: 0,
  allowed: 1,
  dropped: 2,
  rejected: 3,
  answered: 4,
  refused: 5,
  unanswered: 6,
} as const;

/** Seen from the sensor, as far as the log itself says it. */
export const DIRECTION = { unknown: 0, in: 1, out: 2, forward: 3, local: 4 } as const;

/** Takes the events of a full batch; the batch is emptied afterwards. */
export type EventSink = (batch: EventBatch) => void;

/**
 * The one record between decoders and detectors: columns of up to `BATCH_EVENTS` events, used again and again. A
 * decoder calls `add` and fills the row it returns; when the batch is full the sink takes it first. An event is a
 * packet, a connection or a record of a flow log: `packets` and `bytes` tell.
 */
export class EventBatch {
  /** Seconds since 1970, UTC; NaN where the log has none. */
  readonly time: Float64Array;
  /** Last packet of a flow; as `time` for one packet. */
  readonly end: Float64Array;
  /** 4 or 6; 0 where there is no IP (ARP). */
  readonly family: Uint8Array;
  /** IPv4 as a number; IPv6 as its place in `addresses`. */
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  /** IP protocol number: 6 is TCP. 255 where the log does not say. */
  readonly protocol: Uint8Array;
  /** For ICMP the type. */
  readonly sport: Uint16Array;
  /** For ICMP the code. */
  readonly dport: Uint16Array;
  /** TCP flags as in the header (FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128): the first packet's, or all of a flow's where only these are known. */
  readonly flags: Uint8Array;
  readonly packets: Float64Array;
  /** IP bytes of this direction; NaN where unknown. */
  readonly bytes: Float64Array;
  /** The other direction; NaN where the log has one direction only. */
  readonly packetsBack: Float64Array;
  readonly bytesBack: Float64Array;
  readonly outcome: Uint8Array;
  readonly direction: Uint8Array;
  readonly ttl: Uint8Array;
  readonly window: Uint16Array;
  readonly ipId: Uint16Array;
  readonly marks: Uint8Array;
  /** The log prefix, rule or signature: its place in `labels`; 0 is none. */
  readonly label: Uint16Array;
  /** Byte in the (unpacked) input where the line, packet or record begins. */
  readonly offset: Float64Array;
  /** Number of the line, packet or record, from 1. */
  readonly record: Uint32Array;
  /** What decoders that read payloads found; few events have any. */
  readonly payloads = new Map<number, Payload>();

  readonly addresses: AddressBook;
  readonly labels: NameList;
  /** Events in it. */
  length = 0;
  /** Where the next events come from: set by whoever walks over lines or packets. */
  nextOffset = 0;
  nextRecord = 0;
  readonly #sink: EventSink;

  /** `space`: where the columns are to lie, if it matters: WebAssembly writes into its own memory only. */
  constructor(
    sink: EventSink,
    addresses = new AddressBook(),
    labels = new NameList(),
    space: ColumnSpace = new ColumnSpace(),
  ) {
    this.#sink = sink;
    this.addresses = addresses;
    this.labels = labels;
    this.time = space.floats();
    this.end = space.floats();
    this.packets = space.floats();
    this.bytes = space.floats();
    this.packetsBack = space.floats();
    this.bytesBack = space.floats();
    this.offset = space.floats();
    this.source = space.words();
    this.destination = space.words();
    this.record = space.words();
    this.sport = space.halves();
    this.dport = space.halves();
    this.window = space.halves();
    this.ipId = space.halves();
    this.label = space.halves();
    this.family = space.octets();
    this.protocol = space.octets();
    this.flags = space.octets();
    this.outcome = space.octets();
    this.direction = space.octets();
    this.ttl = space.octets();
    this.marks = space.octets();
  }

  /** A new event with nothing known of it: one packet, unknown outcome. The row is valid until the next `add`. */
  add(): number {
    if (this.length === BATCH_EVENTS) this.flush();
    const row = this.length++;
    this.time[row] = Number.NaN;
    this.end[row] = Number.NaN;
    this.family[row] = 0;
    this.source[row] = 0;
    this.destination[row] = 0;
    this.protocol[row] = 255;
    this.sport[row] = 0;
    this.dport[row] = 0;
    this.flags[row] = 0;
    this.packets[row] = 1;
    this.bytes[row] = Number.NaN;
    this.packetsBack[row] = Number.NaN;
    this.bytesBack[row] = Number.NaN;
    this.outcome[row] = OUTCOME.unknown;
    this.direction[row] = DIRECTION.unknown;
    this.ttl[row] = 0;
    this.window[row] = 0;
    this.ipId[row] = 0;
    this.marks[row] = 0;
    this.label[row] = 0;
    this.offset[row] = this.nextOffset;
    this.record[row] = this.nextRecord;
    return row;
  }

  /** Takes back the event that was added last: it turned out to be none. */
  dropLast(): void {
    this.length--;
    this.payloads.delete(this.length);
  }

  /** Hands what there is to the sink. */
  flush(): void {
    if (this.length === 0) return;
    this.#sink(this);
    this.length = 0;
    this.payloads.clear();
  }
}
