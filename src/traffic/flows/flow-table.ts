import { hash4 } from '../facts/hash.ts';
import { FLOW_BYTES, IDLE_SECONDS, LIMIT, WORD, WORD_SHIFT } from './flow-fields.ts';

const FIRST_FLOWS = 1024;
/** Of so many flows the one that has been idle for longest goes when there is no room. */
const CANDIDATES = 8;

/**
 * Flows by number, from 1, found by their ends. Open addressing with linear probing; flows are taken out without
 * leaving gaps (Knuth 6.4, algorithm R). Idle flows are found by a hand that goes round: lists in the order of their
 * last packets would cost three more cache misses a packet.
 */
export class FlowTable {
  readonly #limit: number;
  /** Flows there is memory for, number 0 included. */
  #capacity = FIRST_FLOWS;
  /** What there is of a flow: see `WORD` and `NUMBER`. Valid until the next `add`, as are the others. */
  numbers: Float64Array;
  words: Int32Array;
  /** Time of the last packet. */
  ends = new Float64Array(FIRST_FLOWS);
  /** Which idle limit it has. */
  limits = new Uint8Array(FIRST_FLOWS);
  /** Two words a slot, two slots a flow: flow number and its hash, so that other flows need not be looked at. */
  #slots = new Int32Array(4 * FIRST_FLOWS);
  /** First of the flow numbers that are free again. */
  #free = 0;
  #used = 1;
  #hand = 0;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
    const memory = new ArrayBuffer(FIRST_FLOWS * FLOW_BYTES);
    this.numbers = new Float64Array(memory);
    this.words = new Int32Array(memory);
  }

  get isFull(): boolean {
    return this.#length >= this.#limit;
  }

  /**
   * The flow a packet belongs to: 2 * its number, and 1 more if the packet goes back to the flow's initiator; 0 where
   * there is none. `ports` are the flow's if the packet is the initiator's, `portsBack` if it is an answer.
   */
  find(hash: number, source: number, destination: number, ports: number, portsBack: number, kind: number): number {
    const { words } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (let flow = slots[slot] ?? 0; flow !== 0; flow = slots[slot] ?? 0) {
      const at = flow << WORD_SHIFT;
      if (slots[slot + 1] === hash && words[at + WORD.kind] === kind) {
        const from = words[at + WORD.source];
        const to = words[at + WORD.destination];
        const between = words[at + WORD.ports];
        if (from === source && to === destination && between === ports) return 2 * flow;
        if (from === destination && to === source && between === portsBack) return 2 * flow + 1;
      }
      slot = (slot + 2) & mask;
    }
    return 0;
  }

  /** A new flow, whose values are what another one left. The table must not be full. */
  add(hash: number, limit: number): number {
    let flow = this.#free;
    if (flow !== 0) this.#free = this.words[(flow << WORD_SHIFT) + WORD.nextFree] ?? 0;
    else {
      if (this.#used === this.#capacity) this.#grow();
      flow = this.#used++;
    }
    this.words[(flow << WORD_SHIFT) + WORD.hash] = hash;
    this.limits[flow] = limit;
    this.#putIntoSlot(flow, hash);
    this.#length++;
    return flow;
  }

  remove(flow: number): void {
    this.#takeOutOfSlot(flow);
    this.limits[flow] = LIMIT.free;
    this.words[(flow << WORD_SHIFT) + WORD.nextFree] = this.#free;
    this.#free = flow;
    this.#length--;
  }

  /** Whether it has ended for want of packets. Clocks jump back, too, and recordings are strung together in any order. */
  isIdle(flow: number, now: number): boolean {
    return Math.abs(now - (this.ends[flow] ?? 0)) > (IDLE_SECONDS[this.limits[flow] ?? 0] ?? 0);
  }

  /** Looks at the next so many flows, and calls `visit` with those that are idle. It may remove them. */
  visitIdle(now: number, count: number, visit: (flow: number) => void): void {
    const { ends, limits } = this;
    for (let left = Math.min(count, this.#used); left > 0; left--) {
      const flow = this.#moveHand();
      if (Math.abs(now - (ends[flow] ?? 0)) > (IDLE_SECONDS[limits[flow] ?? 0] ?? 0)) visit(flow);
    }
  }

  /** Calls `visit` with every flow, oldest numbers first. It may remove them. */
  visitAll(visit: (flow: number) => void): void {
    for (let flow = 1; flow < this.#used; flow++) if (this.limits[flow] !== LIMIT.free) visit(flow);
  }

  /** Of the next few flows the one that has been idle for longest. The table must not be empty. */
  oldestOfNext(): number {
    let oldest = this.#nextUsed();
    const hand = this.#hand;
    for (let more = 1; more < CANDIDATES; more++) {
      const flow = this.#nextUsed();
      if ((this.ends[flow] ?? 0) < (this.ends[oldest] ?? 0)) oldest = flow;
    }
    this.#hand = hand;
    return oldest;
  }

  #nextUsed(): number {
    let flow = this.#moveHand();
    while (this.limits[flow] === LIMIT.free) flow = this.#moveHand();
    return flow;
  }

  /** Number 0 is free for ever. */
  #moveHand(): number {
    this.#hand = this.#hand + 1 < this.#used ? this.#hand + 1 : 0;
    return this.#hand;
  }

  #putIntoSlot(flow: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = flow;
    slots[slot + 1] = hash;
  }

  #takeOutOfSlot(flow: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let gap = ((this.words[(flow << WORD_SHIFT) + WORD.hash] ?? 0) << 1) & mask;
    while (slots[gap] !== flow) gap = (gap + 2) & mask;
    let slot = (gap + 2) & mask;
    for (let next = slots[slot] ?? 0; next !== 0; next = slots[slot] ?? 0) {
      const hash = slots[slot + 1] ?? 0;
      const home = (hash << 1) & mask;
      // It may move into the gap unless its own place lies behind the gap.
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = next;
        slots[gap + 1] = hash;
        gap = slot;
      }
      slot = (slot + 2) & mask;
    }
    slots[gap] = 0;
  }

  #grow(): void {
    this.#capacity *= 2;
    const words = new Int32Array(new ArrayBuffer(this.#capacity * FLOW_BYTES));
    words.set(this.words);
    this.words = words;
    this.numbers = new Float64Array(words.buffer);
    const ends = new Float64Array(this.#capacity);
    ends.set(this.ends);
    this.ends = ends;
    const limits = new Uint8Array(this.#capacity);
    limits.set(this.limits);
    this.limits = limits;
    this.#slots = new Int32Array(4 * this.#capacity);
    // Only a table without free numbers grows.
    for (let flow = 1; flow < this.#used; flow++) {
      this.#putIntoSlot(flow, words[(flow << WORD_SHIFT) + WORD.hash] ?? 0);
    }
  }
}

/** 32 bits, the same for both directions. */
export function flowHash(source: number, destination: number, ports: number, portsBack: number, kind: number): number {
  const isFirst = source < destination || (source === destination && ports <= portsBack);
  const low = isFirst ? source : destination;
  const high = isFirst ? destination : source;
  return hash4(low, high, isFirst ? ports : portsBack, kind) | 0;
}
