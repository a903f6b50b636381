import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { Contact } from '../facts/contact.ts';
import { EXPLAINED } from '../explanation.ts';
import { KeyTable } from '../facts/key-table.ts';
import { RoughCounts } from '../facts/rough-counts.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { SignSelection, type EventKinds } from '../patterns/event-kinds.ts';
import type { EventView } from '../patterns/view.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const ROOM = 16_384;
/** Visits from which evidence is kept: fewer are neither guesses nor a rhythm. */
const ENOUGH = 12;
/** Visits whose evidence is kept one by one: 4 KiB each. */
const MAX_TALLIES = 1024;
/** Visits from which they are looked at; of the sources on the Internet most come once or twice. */
const FEW = 3;
const COUNTS = 1_048_576;

export interface Visits {
  readonly sign: CompiledAlgorithm;
  readonly contact: Contact;
  readonly family: number;
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  readonly dport: number;
  tally: Tally | null;
  /** Of its events, those that nothing else explains. */
  unexplained: number;
}

const VISIT_NUMBERS = ['family', 'source', 'destination', 'protocol', 'dport', 'unexplained'] as const;

/** Visits that a finding has told of, so that they are told once and explained once. */
export class ToldVisits {
  readonly #places = new Set<string>();
  readonly #unexplained = new Map<string, number>();

  has({ family, source, destination, protocol, dport }: Visits): boolean {
    return this.#places.has(`${family} ${source} ${destination} ${protocol} ${dport}`);
  }

  add(visits: Visits): void {
    const { family, source, destination, protocol, dport, unexplained } = visits;
    if (this.has(visits)) return;
    this.#places.add(`${family} ${source} ${destination} ${protocol} ${dport}`);
    this.#unexplained.set(`${family} ${source}`, this.unexplainedOf(family, source) + unexplained);
  }

  /** How many events of a source they explain that nothing else does. */
  unexplainedOf(family: number, source: number): number {
    return this.#unexplained.size === 0 ? 0 : (this.#unexplained.get(`${family} ${source}`) ?? 0);
  }
}

class Placed {
  readonly sign: CompiledAlgorithm;
  readonly place: number;

  constructor(sign: CompiledAlgorithm, place: number) {
    this.sign = sign;
    this.place = place;
  }

  matchesKind(view: EventView, row: number): boolean {
    return this.sign.matchesKind(view, row);
  }
}

/** Visits of each source to each service, for the signs that want to know whether they are alike or regular. */
export class Contacts {
  readonly #signs: readonly CompiledAlgorithm[];
  readonly #selection: SignSelection<Placed>;
  /** Visits by source and service, roughly: the first few of each are not looked at closely. */
  readonly #counts = new RoughCounts(COUNTS);
  #tallies = 0;
  readonly #spare = new Tally();
  readonly #visits = new KeyTable<Visits>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[], kinds: EventKinds) {
    this.#signs = signs;
    this.#selection = new SignSelection(
      signs.map((sign, place) => new Placed(sign, place)),
      kinds,
    );
  }

  take(view: EventView, input: number, explanation: Uint8Array): void {
    for (let row = 0; row < view.batch.length; row++) {
      const signs = this.#selection.of(view, row);
      if (signs.length > 0) this.#takeVisit(signs, view, row, input, explanation[row] !== EXPLAINED.not);
    }
  }

  #takeVisit(signs: readonly Placed[], view: EventView, row: number, input: number, isExplained: boolean): void {
    const { batch } = view;
    for (const placed of signs) {
      if (!placed.sign.matchesRest(view, row)) continue;
      const { sign, place } = placed;
      const key = place * 65_536 + (batch.dport[row] ?? 0);
      if (this.#counts.add(batch.source[row] ?? 0, batch.destination[row] ?? 0, key) < FEW) continue;
      const visits = this.#visitsOf(sign, place, batch, row);
      visits.contact.add(batch.time[row] ?? Number.NaN, sizeOf(batch, row));
      if (!isExplained) visits.unexplained++;
      if (visits.contact.count >= ENOUGH) this.#tallyOf(visits).add(batch, row, input);
    }
  }

  /** Its tally; one for all that come after there are too many. */
  #tallyOf(visits: Visits): Tally {
    if (visits.tally === null) {
      visits.tally = this.#tallies < MAX_TALLIES ? new Tally() : this.#spare;
      this.#tallies++;
    }
    return visits.tally;
  }

  *of(sign: CompiledAlgorithm): Generator<Visits> {
    for (const visits of this.#visits.values()) if (visits.sign === sign) yield visits;
  }

  get forgotten(): number {
    return this.#visits.forgotten;
  }

  save(writer: StateWriter): void {
    writer.section('contacts');
    this.#counts.save(writer);
    writer.integer(this.#tallies);
    this.#spare.save(writer);
    this.#visits.save(writer, ({ sign, contact, tally, ...visits }) => {
      writer.integer(this.#signs.indexOf(sign));
      contact.save(writer);
      for (const name of VISIT_NUMBERS) writer.integer(visits[name]);
      writer.integer(tally === null ? 0 : tally === this.#spare ? 1 : 2);
      if (tally !== null && tally !== this.#spare) tally.save(writer);
    });
  }

  load(reader: StateReader): void {
    reader.section('contacts');
    this.#counts.load(reader);
    this.#tallies = reader.integer();
    this.#spare.load(reader);
    this.#visits.load(reader, () => this.#loadVisits(reader));
  }

  #loadVisits(reader: StateReader): Visits {
    const sign = this.#signs[reader.integer(this.#signs.length - 1)];
    if (sign === undefined) throw reader.fault('visits without a sign');
    const contact = new Contact();
    contact.load(reader);
    const [family = 0, source = 0, destination = 0, protocol = 0, dport = 0, unexplained = 0] = VISIT_NUMBERS.map(() =>
      reader.integer(),
    );
    const kind = reader.integer(2);
    const tally = kind === 0 ? null : kind === 1 ? this.#spare : new Tally();
    if (kind === 2) tally?.load(reader);
    return { sign, contact, family, source, destination, protocol, dport, tally, unexplained };
  }

  #visitsOf(sign: CompiledAlgorithm, place: number, batch: EventBatch, row: number): Visits {
    const source = batch.source[row] ?? 0;
    const destination = batch.destination[row] ?? 0;
    const protocol = batch.protocol[row] ?? 0;
    const dport = batch.dport[row] ?? 0;
    const family = batch.family[row] ?? 0;
    const key = (place * 65_536 + dport) * 4 + (family === 6 ? 2 : 0) + (protocol === 6 ? 1 : 0);
    const known = this.#visits.get(source, destination, key);
    if (known !== undefined) return known;
    const contact = new Contact(FEW - 1);
    const fresh = { sign, contact, family, source, destination, protocol, dport, tally: null, unexplained: 0 };
    this.#visits.set(source, destination, key, fresh);
    return fresh;
  }
}

/** Bytes of the conversation, as far as they are known; a packet that was only let in says nothing of it. */
function sizeOf(batch: EventBatch, row: number): number {
  const back = batch.bytesBack[row] ?? Number.NaN;
  const there = batch.bytes[row] ?? Number.NaN;
  if (Number.isNaN(back))
    return batch.outcome[row] === OUTCOME.allowed && there > 0 && batch.packets[row] !== 1 ? there : Number.NaN;
  return there + back;
}
