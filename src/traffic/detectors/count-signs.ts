import type { EventBatch } from '../event-batch.ts';
import { KeyTable } from '../facts/key-table.ts';
import { SignGroup } from '../facts/sign-group.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledCount, CompiledPrecedent } from '../patterns/compiled-sign.ts';
import { SignIndex } from '../patterns/sign-index.ts';
import type { EventView } from '../patterns/view.ts';

/** Groups that are counted at a time, and earlier events that are remembered. */
const GROUP_ROOM = 65_536;
const PRECEDENT_ROOM = 131_072;
/** Groups that met their need and are told one by one; those after them are told together. */
const MAX_SHOWN = 2000;

/** A sign that was seen, at one source, one pair ... or, where it needs no count, at all. */
export interface SignSighting {
  readonly compiled: CompiledCount;
  /** Those of groups that found no place of their own come together in one. */
  readonly isCollected: boolean;
  readonly tally: Tally;
}

interface Numbered {
  readonly place: number;
  readonly compiled: CompiledCount;
  readonly matcher: CompiledCount['matcher'];
  /** Sightings that are not per group. */
  all: Tally | null;
  /** Place of its precedent; -1 where it has none. */
  precedent: number;
}

interface NumberedPrecedent {
  readonly place: number;
  readonly matcher: CompiledPrecedent['matcher'];
  readonly between: CompiledPrecedent['between'];
}

/** A group that met its need: the tally that all its further events go to. */
type Group = SignGroup | Tally;

/** Tests the signs that need nothing but counting. Bounded: it forgets the groups that were not met for longest. */
export class CountSigns {
  readonly #index: SignIndex<Numbered>;
  readonly #signs: readonly Numbered[];
  readonly #precedentIndex: SignIndex<NumberedPrecedent>;
  readonly #groups = new KeyTable<Group>(GROUP_ROOM);
  readonly #precedents = new KeyTable<number>(PRECEDENT_ROOM);
  readonly #shown: SignSighting[] = [];
  readonly #collected = new Map<CompiledCount, Tally>();
  /** Groups of the event of the last call that have not met their need. */
  readonly #pending: SignGroup[] = [];
  /** What the event of the last call turned out to be. */
  #harmless: CompiledCount | null = null;
  #other: CompiledCount | null = null;
  /** Events of a group that just met its need, which were not explained before. */
  #lateExplained = 0;

  constructor(signs: readonly CompiledCount[]) {
    this.#signs = signs.map((compiled, place) => ({
      place,
      compiled,
      matcher: compiled.matcher,
      all: null,
      precedent: -1,
    }));
    this.#index = new SignIndex(this.#signs);
    const precedents: NumberedPrecedent[] = [];
    for (const sign of this.#signs) {
      const { precedent } = sign.compiled;
      if (precedent === null) continue;
      sign.precedent = precedents.push({ place: precedents.length, ...precedent }) - 1;
    }
    this.#precedentIndex = new SignIndex(precedents);
  }

  /** Tests all signs on one event. Returns how many earlier events are explained with it. */
  take(view: EventView, row: number, input: number): number {
    this.#harmless = null;
    this.#other = null;
    this.#lateExplained = 0;
    this.#pending.length = 0;
    const index = this.#index;
    this.#test(index.byDport(view, row), view, row, input);
    this.#test(index.bySport(view, row), view, row, input);
    this.#test(index.anyPort(view, row), view, row, input);
    if (this.#harmless === null && this.#other === null) for (const group of this.#pending) group.unexplained++;
    const precedents = this.#precedentIndex;
    this.#remember(precedents.byDport(view, row), view, row);
    this.#remember(precedents.bySport(view, row), view, row);
    this.#remember(precedents.anyPort(view, row), view, row);
    return this.#lateExplained;
  }

  #test(signs: readonly Numbered[], view: EventView, row: number, input: number): void {
    for (let place = 0; place < signs.length; place++) {
      const sign = signs[place];
      if (sign?.compiled.matches(view, row) === true && this.#isPrecededAsWanted(sign, view.batch, row)) {
        this.#count(sign, view, row, input);
      }
    }
  }

  #remember(precedents: readonly NumberedPrecedent[], view: EventView, row: number): void {
    const { batch } = view;
    for (let index = 0; index < precedents.length; index++) {
      const precedent = precedents[index];
      if (precedent?.matcher.matches(view, row) !== true) continue;
      const key = precedent.place * 2 + (batch.family[row] === 6 ? 1 : 0);
      // Who served somebody is found by its address alone.
      const from = precedent.between === 'served' ? 0 : (batch.source[row] ?? 0);
      this.#precedents.set(key, from, batch.destination[row] ?? 0, batch.time[row] ?? 0);
    }
  }

  /** The harmless sign that the event of the last `take` shows. */
  get harmless(): CompiledCount | null {
    return this.#harmless;
  }

  /** Another sign that it shows. */
  get other(): CompiledCount | null {
    return this.#other;
  }

  get sightings(): SignSighting[] {
    const all: SignSighting[] = [...this.#shown];
    for (const { compiled, all: tally } of this.#signs) {
      if (tally !== null) all.push({ compiled, isCollected: false, tally });
    }
    for (const [compiled, tally] of this.#collected) all.push({ compiled, isCollected: true, tally });
    return all;
  }

  /** Groups and earlier events that were forgotten for want of room. */
  get forgotten(): { readonly groups: number; readonly precedents: number } {
    return { groups: this.#groups.forgotten, precedents: this.#precedents.forgotten };
  }

  #count(sign: Numbered, view: EventView, row: number, input: number): void {
    const { compiled } = sign;
    const { batch } = view;
    const { need } = compiled;
    if (need === null) {
      (sign.all ??= new Tally()).add(batch, row, input);
      this.#explain(compiled);
      return;
    }
    const b = firstKey(compiled, batch, row);
    const c = secondKey(compiled, batch, row);
    const a = sign.place * 2 + (batch.family[row] === 6 ? 1 : 0);
    const known = this.#groups.get(a, b, c);
    if (known instanceof Tally) {
      known.add(batch, row, input);
      this.#explain(compiled);
      return;
    }
    const group = known ?? new SignGroup();
    if (known === undefined) this.#groups.set(a, b, c, group);
    group.reference(batch, row, input);
    if (!group.add(need, view, row)) {
      this.#pending.push(group);
      return;
    }
    const tally = this.#shownTally(compiled);
    group.handOver(tally, batch, row);
    tally.add(batch, row, input);
    this.#groups.set(a, b, c, tally);
    this.#lateExplained += group.unexplained;
    this.#explain(compiled);
  }

  #shownTally(compiled: CompiledCount): Tally {
    if (this.#shown.length < MAX_SHOWN) {
      const tally = new Tally();
      this.#shown.push({ compiled, isCollected: false, tally });
      return tally;
    }
    let tally = this.#collected.get(compiled);
    if (tally === undefined) {
      tally = new Tally();
      this.#collected.set(compiled, tally);
    }
    return tally;
  }

  #explain(compiled: CompiledCount): void {
    if (compiled.isHarmless) this.#harmless ??= compiled;
    else this.#other ??= compiled;
  }

  #isPrecededAsWanted(sign: Numbered, batch: EventBatch, row: number): boolean {
    const { precedent } = sign.compiled;
    if (precedent === null) return true;
    const from = batch.source[row] ?? 0;
    const to = batch.destination[row] ?? 0;
    const key = sign.precedent * 2 + (batch.family[row] === 6 ? 1 : 0);
    const isSame = precedent.between === 'same';
    const earlier = precedent.between === 'reversed' ? to : isSame ? from : 0;
    const time = this.#precedents.get(key, earlier, isSame ? to : from);
    const isThere = time !== undefined && !((batch.time[row] ?? 0) - time > precedent.within);
    return isThere === precedent.wanted;
  }
}

/** The two numbers that tell the groups of a sign apart. */
function firstKey({ per }: CompiledCount, batch: EventBatch, row: number): number {
  if (per === 'event' || per === 'sensor') return 0;
  return (per === 'destination' || per === 'service' ? batch.destination[row] : batch.source[row]) ?? 0;
}

function secondKey({ per }: CompiledCount, batch: EventBatch, row: number): number {
  if (per === 'pair') return batch.destination[row] ?? 0;
  if (per !== 'source-dport' && per !== 'service') return 0;
  return (batch.protocol[row] ?? 0) * 65_536 + (batch.dport[row] ?? 0);
}
