import type { AddressBook } from '../address-book.ts';
import { DIRECTION, EventBatch, MARK, OUTCOME, type EventSink } from '../event-batch.ts';
import type { NameList } from '../name-list.ts';
import type { Payload } from '../payload.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { copyEvent } from './copy-event.ts';
import { DOUBLE_SHIFT, LIMIT, NUMBER, SEEN, WORD, WORD_SHIFT } from './flow-fields.ts';
import { kindOf, limitOf, portsBackOf } from './flow-kind.ts';
import { isOtherWayRound, outcomeOf, seenWith } from './flow-outcome.ts';
import { flowHash, FlowTable } from './flow-table.ts';
import { mergePayload } from './merge-payload.ts';

/** Flows that are open at a time: 38 MiB with number 0, which is none. */
const MAX_FLOWS = 262_143;
/** After so many packets, or a second, so many flows are looked at whether they are idle. */
const SWEEP_PACKETS = 256;
const SWEEP_FLOWS = 1024;
/** Answers take less: only a flow that goes out earlier may still have one to come. */
const ANSWER_SECONDS = 3;
/** What is known of the first sender only, and says nothing of the one behind whose service port it stands. */
const SENDER_MARKS = MARK.ttl | MARK.fingerprint | MARK.bareSyn | MARK.sequenceIsDestination;

/**
 * Joins the packets of a capture to flows, so that what follows sees connections and what became of them. A flow is
 * everything between two ends with the same ports, both ways, until it is finished or idle; its source is whoever sent
 * the first packet, of which flags, TTL and all that only a packet has are kept. It is handed on when it ends, so flows
 * come in the order of their ends. Packets that belong to no flow are handed on at once, as they are.
 */
export class FlowAssembler {
  readonly #table: FlowTable;
  readonly #payloads = new Map<number, Payload>();
  readonly #out: EventBatch;
  readonly #finish: (flow: number) => void;
  /** When idle flows were sought last: the packet's time, in seconds, and the packets since. */
  #swept = Number.NaN;
  #packets = 0;
  /** Flows handed on before their end, because there were too many: their later packets are flows of their own. */
  evicted = 0;

  /** `addresses` and `labels`: those of the batches of packets. */
  constructor(sink: EventSink, addresses: AddressBook, labels: NameList, limit = MAX_FLOWS) {
    this.#out = new EventBatch(sink, addresses, labels);
    this.#table = new FlowTable(limit);
    this.#finish = (flow) => {
      this.#emit(flow);
      this.#table.remove(flow);
    };
  }

  /** Takes packets: a sink of a batch. */
  take(batch: EventBatch): void {
    const { family, protocol, sport, dport, marks, time } = batch;
    for (let row = 0; row < batch.length; row++) {
      const now = time[row] ?? 0;
      if (++this.#packets >= SWEEP_PACKETS || Math.abs(now - this.#swept) >= 1) this.#sweep(now);
      const from = sport[row] ?? 0;
      const to = dport[row] ?? 0;
      const kind = kindOf(family[row] ?? 0, protocol[row] ?? 0, from, to, marks[row] ?? 0);
      if (kind === 0) copyEvent(batch, row, this.#out);
      else this.#join(batch, row, kind, (from << 16) | to, portsBackOf(protocol[row] ?? 0, from, to));
    }
  }

  /** Hands on what has been idle at this time, in seconds since 1970: for packets as they come, when none does. */
  passTime(now: number): void {
    this.#sweep(now);
    this.#out.flush();
  }

  /** Hands on all flows: nothing follows. */
  flush(): void {
    this.#table.visitAll(this.#finish);
    this.#out.flush();
  }

  #join(batch: EventBatch, row: number, kind: number, ports: number, portsBack: number): void {
    const source = (batch.source[row] ?? 0) | 0;
    const destination = (batch.destination[row] ?? 0) | 0;
    const hash = flowHash(source, destination, ports, portsBack, kind);
    const found = this.#table.find(hash, source, destination, ports, portsBack, kind);
    if (found !== 0) {
      if (this.#goesOn(found >>> 1, batch, row)) {
        this.#addPacket(found >>> 1, (found & 1) !== 0, batch, row);
        return;
      }
      this.#finish(found >>> 1);
    }
    this.#begin(hash, kind, ports, batch, row);
  }

  /** Whether the packet may belong to the flow. */
  #goesOn(flow: number, batch: EventBatch, row: number): boolean {
    const { words } = this.#table;
    const at = flow << WORD_SHIFT;
    if (this.#table.isIdle(flow, batch.time[row] ?? 0)) return false;
    if (((words[at + WORD.seen] ?? 0) & SEEN.finished) !== 0) {
      if (((batch.flags[row] ?? 0) & (TCP.syn | TCP.ack)) === TCP.syn) return false;
    }
    // Firewalls judge packets: one that was dropped and one that was let through are not the same.
    const outcome = batch.outcome[row] ?? 0;
    return outcome === OUTCOME.unknown || outcome === ((words[at + WORD.context] ?? 0) & 0xff);
  }

  #begin(hash: number, kind: number, ports: number, batch: EventBatch, row: number): void {
    const table = this.#table;
    if (table.isFull) this.#evict(batch.time[row] ?? 0);
    const protocol = batch.protocol[row] ?? 0;
    const flags = batch.flags[row] ?? 0;
    const seen = protocol === PROTOCOL.tcp ? seenWith(0, flags, false) : 0;
    const flow = table.add(hash, (seen & SEEN.finished) === 0 ? limitOf(protocol) : LIMIT.finishedTcp);
    const { numbers, words } = table;
    const first = flow << DOUBLE_SHIFT;
    numbers[first + NUMBER.time] = batch.time[row] ?? 0;
    table.ends[flow] = batch.end[row] ?? 0;
    numbers[first + NUMBER.packets] = batch.packets[row] ?? 0;
    numbers[first + NUMBER.bytes] = batch.bytes[row] ?? 0;
    numbers[first + NUMBER.packetsBack] = 0;
    numbers[first + NUMBER.bytesBack] = 0;
    numbers[first + NUMBER.offset] = batch.offset[row] ?? 0;
    const at = flow << WORD_SHIFT;
    words[at + WORD.source] = batch.source[row] ?? 0;
    words[at + WORD.destination] = batch.destination[row] ?? 0;
    words[at + WORD.ports] = ports;
    words[at + WORD.kind] = kind;
    words[at + WORD.record] = batch.record[row] ?? 0;
    words[at + WORD.fingerprint] = ((batch.window[row] ?? 0) << 16) | (batch.ipId[row] ?? 0);
    words[at + WORD.header] = flags | ((batch.marks[row] ?? 0) << 8) | ((batch.ttl[row] ?? 0) << 16);
    words[at + WORD.context] =
      ((batch.label[row] ?? 0) << 16) | ((batch.direction[row] ?? 0) << 8) | (batch.outcome[row] ?? 0);
    words[at + WORD.seen] = seen;
    if (batch.payloads.size > 0) this.#addPayload(flow, batch, row);
  }

  #addPacket(flow: number, isBack: boolean, batch: EventBatch, row: number): void {
    const { numbers, words, ends, limits } = this.#table;
    const first = flow << DOUBLE_SHIFT;
    const at = flow << WORD_SHIFT;
    const packetsAt = first + (isBack ? NUMBER.packetsBack : NUMBER.packets);
    const bytesAt = first + (isBack ? NUMBER.bytesBack : NUMBER.bytes);
    numbers[packetsAt] = (numbers[packetsAt] ?? 0) + (batch.packets[row] ?? 0);
    numbers[bytesAt] = (numbers[bytesAt] ?? 0) + (batch.bytes[row] ?? 0);
    const end = batch.end[row] ?? 0;
    if (end > (ends[flow] ?? 0)) ends[flow] = end;
    const protocol = batch.protocol[row] ?? 0;
    let seen = words[at + WORD.seen] ?? 0;
    if (protocol === PROTOCOL.tcp) seen = seenWith(seen, batch.flags[row] ?? 0, isBack);
    else if (isBack) seen |= SEEN.answer;
    words[at + WORD.seen] = seen;
    if ((seen & SEEN.finished) !== 0) limits[flow] = LIMIT.finishedTcp;
    if (batch.payloads.size > 0) this.#addPayload(flow, batch, row);
  }

  #addPayload(flow: number, batch: EventBatch, row: number): void {
    const payload = batch.payloads.get(row);
    if (payload !== undefined) this.#payloads.set(flow, mergePayload(this.#payloads.get(flow), payload));
  }

  #sweep(now: number): void {
    this.#swept = now;
    this.#packets = 0;
    this.#table.visitIdle(now, SWEEP_FLOWS, this.#finish);
  }

  #evict(now: number): void {
    const flow = this.#table.oldestOfNext();
    this.evicted++;
    const row = this.#emit(flow);
    const waited = now - (this.#table.ends[flow] ?? 0);
    const isUnanswered = this.#out.outcome[row] === OUTCOME.unanswered;
    if (isUnanswered && !(waited >= ANSWER_SECONDS)) this.#out.outcome[row] = OUTCOME.unknown;
    this.#table.remove(flow);
  }

  #emit(flow: number): number {
    const out = this.#out;
    const row = out.add();
    const { numbers, words, ends } = this.#table;
    const first = flow << DOUBLE_SHIFT;
    const at = flow << WORD_SHIFT;
    const kind = words[at + WORD.kind] ?? 0;
    const ports = words[at + WORD.ports] ?? 0;
    const header = words[at + WORD.header] ?? 0;
    const context = words[at + WORD.context] ?? 0;
    const fingerprint = words[at + WORD.fingerprint] ?? 0;
    const protocol = (kind >>> 8) & 0xff;
    const known = context & 0xff;
    out.time[row] = numbers[first + NUMBER.time] ?? 0;
    out.end[row] = ends[flow] ?? 0;
    out.family[row] = kind & 0xff;
    out.protocol[row] = protocol;
    out.source[row] = words[at + WORD.source] ?? 0;
    out.destination[row] = words[at + WORD.destination] ?? 0;
    out.sport[row] = ports >>> 16;
    out.dport[row] = ports;
    out.packets[row] = numbers[first + NUMBER.packets] ?? 0;
    out.bytes[row] = numbers[first + NUMBER.bytes] ?? 0;
    out.packetsBack[row] = numbers[first + NUMBER.packetsBack] ?? 0;
    out.bytesBack[row] = numbers[first + NUMBER.bytesBack] ?? 0;
    out.flags[row] = header;
    out.marks[row] = header >>> 8;
    out.ttl[row] = header >>> 16;
    out.window[row] = fingerprint >>> 16;
    out.ipId[row] = fingerprint;
    out.direction[row] = context >>> 8;
    out.label[row] = context >>> 16;
    out.offset[row] = numbers[first + NUMBER.offset] ?? 0;
    out.record[row] = words[at + WORD.record] ?? 0;
    const flags = header & 0xff;
    const marks = (header >>> 8) & 0xff;
    const seen = words[at + WORD.seen] ?? 0;
    out.outcome[row] = known === OUTCOME.unknown ? outcomeOf(protocol, flags, marks, ports >>> 16, seen) : known;
    if (protocol === PROTOCOL.tcp && isOtherWayRound(flags, marks, ports >>> 16, ports & 0xffff, seen)) turn(out, row);
    if (this.#payloads.size > 0) this.#emitPayload(flow, row);
    return row;
  }

  #emitPayload(flow: number, row: number): void {
    const payload = this.#payloads.get(flow);
    if (payload === undefined) return;
    this.#out.payloads.set(row, payload);
    this.#payloads.delete(flow);
  }
}

/** Makes the destination the source. */
function turn(batch: EventBatch, row: number): void {
  for (const [one, other] of [
    [batch.source, batch.destination],
    [batch.sport, batch.dport],
    [batch.packets, batch.packetsBack],
    [batch.bytes, batch.bytesBack],
  ] as const) {
    const value = one[row] ?? 0;
    one[row] = other[row] ?? 0;
    other[row] = value;
  }
  batch.marks[row] = (batch.marks[row] ?? 0) & ~SENDER_MARKS;
  batch.ttl[row] = 0;
  batch.window[row] = 0;
  batch.ipId[row] = 0;
  const direction = batch.direction[row];
  if (direction === DIRECTION.in) batch.direction[row] = DIRECTION.out;
  else if (direction === DIRECTION.out) batch.direction[row] = DIRECTION.in;
}
