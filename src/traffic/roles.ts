import { ADDRESS_CLASS, AddressClasses, isUnicast } from './address-classes.ts';
import { DIRECTION, type EventBatch } from './event-batch.ts';
import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';
import { LearnedAddresses } from './facts/learned-addresses.ts';
import type { Prefix } from '../net/prefix.ts';
import { isBroadcastOf, prefixHolds } from './prefix.ts';

const { own: OWN, foreign: FOREIGN, private: PRIVATE } = ADDRESS_CLASS;
const SUBNET = ADDRESS_CLASS['subnet-broadcast'] | ADDRESS_CLASS['subnet-zero'];
/** An address at an end of at least this share of the first events is the sensor's. */
const SENSOR_SHARE = 0.5;
const ENOUGH_EVENTS = 20;
/** Added to an IPv6 address' place in the book: both families in one range of numbers. */
const IPV6 = 2 ** 32;
/** The sensor is sought among so many first events, and no further. */
const SOUGHT_EVENTS = 4096;
/** Ends of those, and of the batch with which there were enough. */
const MAX_ENDS = 65_536;

/** How it became known whose side an address is on: said in the report, because all else rests on it. */
export type RoleSource = (typeof REASONS)[number];

const REASONS = ['told', 'direction', 'most events', 'private addresses', 'initiator'] as const;

/**
 * Which end of an event is ours. What the user tells is certain; else the direction in the log; else the address that
 * nearly all events share; else the private address of a private and a public one; else who was called.
 */
export class Roles {
  #batch: EventBatch;
  readonly #classes: AddressClasses;
  readonly #told: readonly Prefix[];
  readonly #learned = new LearnedAddresses();
  #isSensorSought = true;
  /** While the sensor is sought: events of each address, how many were counted, and how many there were. */
  readonly #ends = new Map<number, number>();
  #counted = 0;
  #sought = 0;
  /** How many events were judged by what. */
  readonly reasons = new Map<RoleSource, number>();

  constructor(batch: EventBatch, told: readonly Prefix[]) {
    this.#batch = batch;
    this.#classes = new AddressClasses(batch.addresses);
    // The narrowest network that holds an address says which is its broadcast address.
    this.#told = [...told].sort((a, b) => b.length - a.length);
  }

  /** Sets the classes of both ends of every event of a batch, whose addresses are those of the first one. */
  classify(batch: EventBatch, source: Uint16Array, destination: Uint16Array): void {
    this.#batch = batch;
    if (this.#isSensorSought && this.#told.length === 0) this.#seekSensor();
    const counts = new Map<RoleSource, number>();
    let last: RoleSource | null = null;
    let run = 0;
    for (let row = 0; row < batch.length; row++) {
      const family = batch.family[row] ?? 0;
      const sourceClass = this.#classes.of(family, batch.source[row] ?? 0);
      const destinationClass = this.#classes.of(family, batch.destination[row] ?? 0);
      source[row] = sourceClass;
      destination[row] = destinationClass;
      const reason = this.#judge(row, source, destination);
      if (reason === last) run++;
      else {
        if (last !== null) counts.set(last, (counts.get(last) ?? 0) + run);
        last = reason;
        run = 1;
      }
    }
    if (last !== null) counts.set(last, (counts.get(last) ?? 0) + run);
    for (const [reason, count] of counts) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
  }

  save(writer: StateWriter): void {
    writer.section('roles');
    this.#learned.save(writer);
    writer.list(this.#ends, ([key, events]) => {
      writer.number(key);
      writer.number(events);
    });
    writer.list(this.reasons, ([reason, events]) => {
      writer.integer(REASONS.indexOf(reason));
      writer.number(events);
    });
    writer.integer(Number(this.#isSensorSought));
    writer.integer(this.#counted);
    writer.integer(this.#sought);
  }

  load(reader: StateReader): void {
    reader.section('roles');
    this.#learned.load(reader);
    this.#ends.clear();
    reader.list(MAX_ENDS, () => this.#ends.set(reader.amount(), reader.amount()));
    this.reasons.clear();
    reader.list(REASONS.length, () => {
      this.reasons.set(REASONS[reader.integer(REASONS.length - 1)] ?? 'told', reader.amount());
    });
    this.#isSensorSought = reader.flag();
    this.#counted = reader.integer();
    this.#sought = reader.integer();
  }

  #judge(row: number, source: Uint16Array, destination: Uint16Array): RoleSource {
    const batch = this.#batch;
    const direction = batch.direction[row] ?? 0;
    const [from, to] = [source[row] ?? 0, destination[row] ?? 0];
    if (this.#told.length > 0) {
      this.#judgeByTold(row, source, destination);
      return 'told';
    }
    if (direction === DIRECTION.in) {
      const isOwn = this.#isLearned(row, batch.source);
      source[row] = from | (isOwn ? OWN : FOREIGN);
      destination[row] = to | (isUnicast(to) ? OWN : 0);
      if (isUnicast(to) && (to & SUBNET) === 0) this.#learn(row, batch.destination);
      return 'direction';
    }
    if (direction === DIRECTION.out || direction === DIRECTION.local) {
      source[row] = from | OWN;
      const isOwn = direction === DIRECTION.local || this.#isLearned(row, batch.destination);
      destination[row] = to | (isUnicast(to) ? (isOwn ? OWN : FOREIGN) : 0);
      if (isUnicast(from)) this.#learn(row, batch.source);
      return 'direction';
    }
    const isSourceOurs = this.#isLearned(row, batch.source);
    const isDestinationOurs = this.#isLearned(row, batch.destination);
    if (isSourceOurs || isDestinationOurs) {
      source[row] = from | (isSourceOurs ? OWN : FOREIGN);
      destination[row] = to | (isUnicast(to) ? (isDestinationOurs ? OWN : FOREIGN) : 0);
      return 'most events';
    }
    const isOutward = (from & PRIVATE) !== 0 && (to & PRIVATE) === 0;
    source[row] = from | (isOutward ? OWN : FOREIGN);
    destination[row] = to | (isUnicast(to) ? (isOutward ? FOREIGN : OWN) : 0);
    return (from & PRIVATE) === (to & PRIVATE) ? 'initiator' : 'private addresses';
  }

  #judgeByTold(row: number, source: Uint16Array, destination: Uint16Array): void {
    const batch = this.#batch;
    const family = batch.family[row] ?? 0;
    const from = source[row] ?? 0;
    const to = destination[row] ?? 0;
    const sourceNetwork = this.#networkOf(family, batch.source[row] ?? 0);
    source[row] = from | (sourceNetwork === null ? FOREIGN : OWN);
    if (!isUnicast(to)) return;
    const value = batch.destination[row] ?? 0;
    const network = this.#networkOf(family, value);
    if (network === null) destination[row] = to | FOREIGN;
    else {
      // The length is known, so .255 stands for a network only where it is the last address of one.
      const broadcast = isBroadcastOf(network, family, value) ? ADDRESS_CLASS['subnet-broadcast'] : 0;
      destination[row] = network.length > 30 ? to | OWN : (to & ~SUBNET) | OWN | broadcast;
    }
  }

  #networkOf(family: number, value: number): Prefix | null {
    for (const prefix of this.#told) if (prefixHolds(prefix, family, value, this.#batch.addresses)) return prefix;
    return null;
  }

  /** One address that most of the first events share is the host that was watched. */
  #seekSensor(): void {
    const batch = this.#batch;
    const events = this.#ends;
    this.#sought += batch.length;
    for (let row = 0; row < batch.length; row++) {
      if ((batch.direction[row] ?? 0) !== DIRECTION.unknown) continue;
      this.#counted++;
      for (const column of [batch.source, batch.destination]) {
        // A group that all hosts of a network send to is nobody's address.
        if (!this.#isHost(row, column)) continue;
        const key = this.#key(row, column);
        events.set(key, (events.get(key) ?? 0) + 1);
      }
    }
    // What comes live comes in small batches.
    this.#isSensorSought = this.#counted < ENOUGH_EVENTS && this.#sought < SOUGHT_EVENTS;
    if (this.#isSensorSought) return;
    let [bestKey, best, second] = [-1, 0, 0];
    for (const [key, count] of events) {
      if (count > best) [bestKey, best, second] = [key, count, best];
      else if (count > second) second = count;
    }
    // Two addresses that only speak with each other: which of them is ours cannot be seen.
    const isEnough = this.#counted >= ENOUGH_EVENTS;
    const isSensor = isEnough && best >= SENSOR_SHARE * this.#counted && second < 0.9 * best;
    if (isSensor) this.#learned.add(bestKey >= IPV6 ? 6 : 4, bestKey % IPV6);
    events.clear();
  }

  #isHost(row: number, column: Uint32Array): boolean {
    const family = this.#batch.family[row] ?? 0;
    const classes = this.#classes.of(family, column[row] ?? 0);
    return family !== 0 && isUnicast(classes) && (classes & SUBNET) === 0;
  }

  #learn(row: number, column: Uint32Array): void {
    this.#learned.add(this.#batch.family[row] ?? 0, column[row] ?? 0);
  }

  #isLearned(row: number, column: Uint32Array): boolean {
    return this.#learned.has(this.#batch.family[row] ?? 0, column[row] ?? 0);
  }

  #key(row: number, column: Uint32Array): number {
    return (column[row] ?? 0) + ((this.#batch.family[row] ?? 0) === 6 ? IPV6 : 0);
  }
}
