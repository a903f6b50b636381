import { hash3 } from './hash.ts';

/** Sources that are kept at a time: 55 MiB. */
const SLOTS = 524_288;
/** Slots that a source can stand in; neighbours. */
const WAYS = 8;
const FIRST_SLOTS = 8192;

/**
 * What is remembered of every source that tries something: columns, one slot a source. It is a cache of eight ways: when
 * all eight slots of a source are taken, the one that tried least is forgotten, so that a flood of forged sources pushes
 * out itself and not the scanner that comes once an hour.
 */
export class SourceTable {
  #size = FIRST_SLOTS;
  address = new Uint32Array(FIRST_SLOTS);
  /** 0 where the slot is free. */
  family = new Uint8Array(FIRST_SLOTS);
  /** Number of the source, from 1; never used again, so that what is kept elsewhere of a forgotten one is not taken for another's. */
  id = new Uint32Array(FIRST_SLOTS);
  events = new Uint32Array(FIRST_SLOTS);
  first = new Float64Array(FIRST_SLOTS);
  last = new Float64Array(FIRST_SLOTS);
  /** The first target; while there is no second one, nothing is kept elsewhere. */
  firstHost = new Uint32Array(FIRST_SLOTS);
  firstPort = new Uint32Array(FIRST_SLOTS);
  hosts = new Uint32Array(FIRST_SLOTS);
  tcpPorts = new Uint16Array(FIRST_SLOTS);
  udpPorts = new Uint16Array(FIRST_SLOTS);
  /** Different targets, each a host and a port. */
  targets = new Uint32Array(FIRST_SLOTS);
  answered = new Uint32Array(FIRST_SLOTS);
  /** Logarithm of the odds that it is a scanner (sequential test). */
  odds = new Float32Array(FIRST_SLOTS);
  /** Targets it had tried when the odds decided; 0 while they have not. */
  targetsAtAlarm = new Uint16Array(FIRST_SLOTS);
  /** Its events that nothing else explains. */
  unexplained = new Uint32Array(FIRST_SLOTS);
  /** Where its first and last event stand. */
  firstOffset = new Float64Array(FIRST_SLOTS);
  firstRecord = new Uint32Array(FIRST_SLOTS);
  lastOffset = new Float64Array(FIRST_SLOTS);
  lastRecord = new Uint32Array(FIRST_SLOTS);
  input = new Uint16Array(FIRST_SLOTS);
  /** Signs of tools, as counted by `ToolSigns`. */
  tools = new Uint32Array(FIRST_SLOTS);
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
    if (free === -1 && this.#size < SLOTS) {
      this.#grow();
      return this.slot(family, address);
    }
    const slot = free === -1 ? this.#forgetOne(start) : free;
    for (const column of this.#columns()) column[slot] = 0;
    this.length++;
    this.family[slot] = family;
    this.address[slot] = address;
    this.id[slot] = this.#nextId++;
    return slot;
  }

  *slots(): Generator<number> {
    for (let slot = 0; slot < this.#size; slot++) if (this.family[slot] !== 0) yield slot;
  }

  #start(family: number, address: number): number {
    return (hash3(address, family, 1) & (this.#size / WAYS - 1)) * WAYS;
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

  #isLessBusy(a: number, b: number): boolean {
    const difference = (this.targets[a] ?? 0) - (this.targets[b] ?? 0);
    return difference === 0 ? (this.last[a] ?? 0) < (this.last[b] ?? 0) : difference < 0;
  }

  #grow(): void {
    const old = this.#columns();
    const size = this.#size;
    const { family, address } = this;
    this.#size *= 4;
    for (const name of COLUMNS) {
      const column = this[name];
      const Larger = column.constructor as new (length: number) => typeof column;
      Object.assign(this, { [name]: new Larger(this.#size) });
    }
    const fresh = this.#columns();
    for (let slot = 0; slot < size; slot++) {
      if (family[slot] === 0) continue;
      // Eight of one old start are spread over four new ones, so each finds a free way.
      let place = this.#start(family[slot] ?? 0, address[slot] ?? 0);
      while (this.family[place] !== 0) place++;
      for (const [index, column] of fresh.entries()) column[place] = old[index]?.[slot] ?? 0;
    }
  }

  #columns(): Column[] {
    return COLUMNS.map((name) => this[name]);
  }
}

export type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export const COLUMNS = [
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
  'firstOffset',
  'firstRecord',
  'lastOffset',
  'lastRecord',
  'input',
  'tools',
] as const;
