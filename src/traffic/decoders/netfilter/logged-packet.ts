import { DIRECTION, MARK, type EventBatch } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';

/** Bits of what a line said. */
export const SEEN = {
  source: 1,
  destination: 2,
  protocol: 4,
  length: 8,
  id: 16,
  sport: 32,
  dport: 64,
  window: 128,
  ttl: 256,
} as const;
const ADDRESSES = SEEN.source | SEEN.destination;
const PORTS = SEEN.sport | SEEN.dport;
const FINGERPRINT = SEEN.id | SEEN.window;

/** What IN= or OUT= named. */
export const INTERFACE = { none: 0, some: 1, loopback: 2 } as const;

/** What a log line says of a packet. Addresses and sequence are 32 bits, whatever their sign: small integers to V8. */
export class LoggedPacket {
  seen = 0;
  marks = 0;
  /** A value that cannot be. */
  isBroken = false;
  /** The packet ended within its headers. */
  isIncomplete = false;
  /** An ARP packet, or an Ethernet frame of another kind. */
  isLinkLayer = false;
  /** OUT= or MAC= were there: no other text has these. */
  isSurelyNetfilter = false;
  family = 0;
  source = 0;
  destination = 0;
  protocol = 0;
  sport = 0;
  dport = 0;
  flags = 0;
  sequence = 0;
  hasSequence = false;
  window = 0;
  length = 0;
  id = 0;
  ttl = 0;
  in = 0;
  out = 0;

  clear(): void {
    this.seen = 0;
    this.marks = 0;
    this.isBroken = false;
    this.isIncomplete = false;
    this.isLinkLayer = false;
    this.isSurelyNetfilter = false;
    this.family = 0;
    this.protocol = 0;
    this.flags = 0;
    this.hasSequence = false;
    this.length = 0;
    this.id = 0;
    this.in = INTERFACE.none;
    this.out = INTERFACE.none;
  }

  /** Whether an event can be made of it. */
  get isEvent(): boolean {
    if (this.isBroken || (this.seen & ADDRESSES) !== ADDRESSES) return false;
    return (this.seen & SEEN.protocol) !== 0 || this.isIncomplete || (this.marks & MARK.laterFragment) !== 0;
  }

  /** Fills the row with everything but time, label and outcome. */
  fill(batch: EventBatch, row: number): void {
    const { seen } = this;
    let { marks } = this;
    batch.family[row] = this.family;
    batch.source[row] = this.source;
    batch.destination[row] = this.destination;
    batch.direction[row] = this.#direction();
    batch.ipId[row] = this.id;
    if ((seen & SEEN.length) !== 0) batch.bytes[row] = this.length;
    if ((seen & SEEN.protocol) !== 0) batch.protocol[row] = this.protocol;
    if ((seen & PORTS) === PORTS) {
      batch.sport[row] = this.sport;
      batch.dport[row] = this.dport;
      marks |= MARK.ports;
    }
    if ((seen & SEEN.ttl) !== 0) {
      batch.ttl[row] = this.ttl;
      marks |= MARK.ttl;
    }
    if ((seen & SEEN.window) !== 0) marks |= this.#fillTcp(batch, row);
    batch.marks[row] = marks;
  }

  #fillTcp(batch: EventBatch, row: number): number {
    batch.window[row] = this.window;
    batch.flags[row] = this.flags;
    let marks: number = MARK.flags;
    if ((this.seen & FINGERPRINT) === FINGERPRINT) marks |= MARK.fingerprint;
    if (this.hasSequence && this.family === 4 && this.sequence === this.destination) {
      marks |= MARK.sequenceIsDestination;
    }
    // 40 bytes (60 with IPv6) are the two headers alone: whether options are logged or not, there were none.
    const isSyn = (this.flags & (TCP.syn | TCP.ack)) === TCP.syn;
    if (isSyn && this.length === (this.family === 4 ? 40 : 60)) marks |= MARK.bareSyn;
    return marks;
  }

  #direction(): number {
    if (this.in === INTERFACE.loopback || this.out === INTERFACE.loopback) return DIRECTION.local;
    if (this.in === INTERFACE.none) return this.out === INTERFACE.none ? DIRECTION.unknown : DIRECTION.out;
    return this.out === INTERFACE.none ? DIRECTION.in : DIRECTION.forward;
  }
}
