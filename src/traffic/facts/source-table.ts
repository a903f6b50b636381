import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { hash3 } from './hash.ts';

/** Sources that are kept at a time: 21 MiB, of which the system gives what is touched. */
const SLOTS = 262_144;
/** Slots that a source can stand in; neighbours. */
const WAYS = 8;

/**
 * What is remembered of every source that tries something: columns, one slot a source. It is a cache of eight ways: when
 * all eight slots of a source are taken, the one that tried least is forgotten, so that a flood of forged sources pushes
 * out itself and not the scanner that comes once an hour.
 */
export class SourceTable {
  readonly address = new Uint32Array(SLOTS);
  /** 0 where the slot is free. */
  readonly family = new Uint8Array(SLOTS);
  /** Number of the source, from 1; never used again, so that what is kept elsewhere of a forgotten one is not taken for another's. */
  readonly id = new Uint32Array(SLOTS);
  readonly events = new Uint32Array(SLOTS);
  readonly first = new Float64Array(SLOTS);
  readonly last = new Float64Array(SLOTS);
  /** The first target; while there is no second one, nothing is kept elsewhere. */
  readonly firstHost = new Uint32Array(SLOTS);
  readonly firstPort = new Uint32Array(SLOTS);
  readonly hosts = new Uint32Array(SLOTS);
  readonly tcpPorts = new Uint16Array(SLOTS);
  readonly udpPorts = new Uint16Array(SLOTS);
  /** Different targets, each a host and a port. */
  readonly targets = new Uint32Array(SLOTS);
  readonly answered = new Uint32Array(SLOTS);
  /** Logarithm of the odds that it is a scanner (sequential test). */
  readonly odds = new Float32Array(SLOTS);
  /** Targets it had tried when the odds decided; 0 while they have not. */
  readonly targetsAtAlarm = new Uint16Array(SLOTS);
  /** Its events that nothing else explains. */
  readonly unexplained = new Uint32Array(SLOTS);
  /** Of these, conversations: let through or answered. */
  readonly ordinary = new Uint32Array(SLOTS);
  /** Where its first event stands. */
  readonly firstOffset = new Float64Array(SLOTS);
  readonly firstRecord = new Uint32Array(SLOTS);
  readonly input = new Uint16Array(SLOTS);
  /** Bits of the tools whose mark all its packets bear, see `toolsOf`. */
  readonly tools = new Uint32Array(SLOTS);
  length = 0;
  #nextId = 1;
  /** Sources that were forgotten for want of room, and their events that nothing explained. */
  forgotten = 0;
  forgottenEvents = 0;

  /** The slot of a source; a new one where it is not known. */
  slot(family: number, address: number): number {
    const start = this.#start(family, address);
    let free = -1;
    for (let slot = start; slot < start + WAYS; slot++) {
      if (this.address[slot] === address && this.family[slot] === family) return slot;
      if (free === -1 && this.family[slot] === 0) free = slot;
    }
    const slot = free === -1 ? this.#forgetOne(start) : free;
    this.#clear(slot);
    this.length++;
    this.family[slot] = family;
    this.address[slot] = address;
    this.id[slot] = this.#nextId++;
    return slot;
  }

  /** The slot of a source that is known; -1 where it is not. */
  find(family: number, address: number): number {
    const start = this.#start(family, address);
    for (let slot = start; slot < start + WAYS; slot++) {
      if (this.address[slot] === address && this.family[slot] === family) return slot;
    }
    return -1;
  }

  *slots(): Generator<number> {
    for (let slot = 0; slot < SLOTS; slot++) if (this.family[slot] !== 0) yield slot;
  }

  save(writer: StateWriter): void {
    writer.section('sources');
    for (const value of [this.length, this.#nextId]) writer.integer(value);
    for (const value of [this.forgotten, this.forgottenEvents]) writer.number(value);
    for (const name of COLUMNS) writer.column(this[name]);
  }

  load(reader: StateReader): void {
    reader.section('sources');
    this.length = reader.integer(SLOTS);
    this.#nextId = reader.integer();
    this.forgotten = reader.amount();
    this.forgottenEvents = reader.amount();
    for (const name of COLUMNS) reader.column(this[name]);
  }

  #start(family: number, address: number): number {
    return (hash3(address, family, 1) & (SLOTS / WAYS - 1)) * WAYS;
  }

  /** Makes room among the ways that begin at a slot. */
  #forgetOne(start: number): number {
    let victim = start;
    for (let slot = start + 1; slot < start + WAYS; slot++) if (this.#isLessBusy(slot, victim)) victim = slot;
    this.forgotten++;
    this.forgottenEvents += this.unexplained[victim] ?? 0;
    this.length--;
    return victim;
  }

  #clear(slot: number): void {
    this.events[slot] = 0;
    this.first[slot] = 0;
    this.last[slot] = 0;
    this.firstHost[slot] = 0;
    this.firstPort[slot] = 0;
    this.hosts[slot] = 0;
    this.tcpPorts[slot] = 0;
    this.udpPorts[slot] = 0;
    this.targets[slot] = 0;
    this.answered[slot] = 0;
    this.odds[slot] = 0;
    this.targetsAtAlarm[slot] = 0;
    this.unexplained[slot] = 0;
    this.ordinary[slot] = 0;
    this.firstOffset[slot] = 0;
    this.firstRecord[slot] = 0;
    this.input[slot] = 0;
    this.tools[slot] = 0;
  }

  #isLessBusy(a: number, b: number): boolean {
    const difference = (this.targets[a] ?? 0) - (this.targets[b] ?? 0);
    return difference === 0 ? (this.last[a] ?? 0) < (this.last[b] ?? 0) : difference < 0;
  }
}

const COLUMNS = [
  'address',
  'family',
  'id',
  'events',
  'first',
  'last',
  'firstHost',
  'firstPort',
  'hosts',
  'tcpPorts',
  'udpPorts',
  'targets',
  'answered',
  'odds',
  'targetsAtAlarm',
  'unexplained',
  'ordinary',
  'firstOffset',
  'firstRecord',
  'input',
  'tools',
] as const satisfies readonly (keyof SourceTable)[];
