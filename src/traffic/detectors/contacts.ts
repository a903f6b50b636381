import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { Contact, type PackedContact } from '../facts/contact.ts';
import { KeyTable } from '../facts/key-table.ts';
import { Tally, type PackedTally } from '../facts/tally.ts';
import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { signName } from '../patterns/sign-name.ts';
import type { EventView } from '../patterns/view.ts';

const ROOM = 32_768;
/** Visits from which evidence is kept: fewer are neither guesses nor a rhythm. */
const ENOUGH = 8;

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

/** Visits as a value that JSON can write. */
export type PackedVisits = Omit<Visits, 'sign' | 'contact' | 'tally'> & {
  readonly sign: string;
  readonly contact: PackedContact;
  readonly tally: PackedTally | null;
};

/** Visits of each source to each service, for the signs that want to know whether they are alike or regular. */
export class Contacts {
  readonly #signs: readonly CompiledAlgorithm[];
  readonly #visits = new KeyTable<Visits>(ROOM);

  constructor(signs: readonly CompiledAlgorithm[]) {
    this.#signs = signs;
  }

  take(view: EventView, row: number, input: number, isExplained: boolean): void {
    const { batch } = view;
    for (let place = 0; place < this.#signs.length; place++) {
      const sign = this.#signs[place];
      if (sign?.matches(view, row) !== true) continue;
      const visits = this.#visitsOf(sign, place, batch, row);
      visits.contact.add(batch.time[row] ?? Number.NaN, sizeOf(batch, row));
      if (!isExplained) visits.unexplained++;
      if (visits.contact.count >= ENOUGH) (visits.tally ??= new Tally()).add(batch, row, input);
    }
  }

  *of(sign: CompiledAlgorithm): Generator<Visits> {
    for (const visits of this.#visits.values()) if (visits.sign === sign) yield visits;
  }

  get forgotten(): number {
    return this.#visits.forgotten;
  }

  pack(): PackedVisits[] {
    return [...this.#visits.entries()].map(([, , , { sign, contact, tally, ...visits }]) => {
      return { ...visits, sign: signName(sign), contact: contact.pack(), tally: tally?.pack() ?? null };
    });
  }

  /** Goes on from there, having seen no visits yet. */
  unpack(packed: readonly PackedVisits[]): void {
    const names = this.#signs.map((sign) => signName(sign));
    for (const { sign: name, contact, tally, ...visits } of packed) {
      const place = names.indexOf(name);
      const sign = this.#signs[place];
      if (sign === undefined) continue;
      const whole = {
        ...visits,
        sign,
        contact: Contact.unpack(contact),
        tally: tally === null ? null : Tally.unpack(tally),
      };
      const { source, destination, protocol, dport, family } = visits;
      this.#visits.set(source, destination, keyOf(place, protocol, dport, family), whole);
    }
  }

  #visitsOf(sign: CompiledAlgorithm, place: number, batch: EventBatch, row: number): Visits {
    const source = batch.source[row] ?? 0;
    const destination = batch.destination[row] ?? 0;
    const protocol = batch.protocol[row] ?? 0;
    const dport = batch.dport[row] ?? 0;
    const family = batch.family[row] ?? 0;
    const key = keyOf(place, protocol, dport, family);
    const known = this.#visits.get(source, destination, key);
    if (known !== undefined) return known;
    const contact = new Contact();
    const fresh = { sign, contact, family, source, destination, protocol, dport, tally: null, unexplained: 0 };
    this.#visits.set(source, destination, key, fresh);
    return fresh;
  }
}

function keyOf(place: number, protocol: number, dport: number, family: number): number {
  return (place * 65_536 + dport) * 4 + (family === 6 ? 2 : 0) + (protocol === 6 ? 1 : 0);
}

/** Bytes of the conversation, as far as they are known; a packet that was only let in says nothing of it. */
function sizeOf(batch: EventBatch, row: number): number {
  const back = batch.bytesBack[row] ?? Number.NaN;
  const there = batch.bytes[row] ?? Number.NaN;
  if (Number.isNaN(back))
    return batch.outcome[row] === OUTCOME.allowed && there > 0 && batch.packets[row] !== 1 ? there : Number.NaN;
  return there + back;
}
