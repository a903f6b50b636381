import type { EventBatch } from '../event-batch.ts';
import { KeyTable } from '../facts/key-table.ts';
import { SignGroups } from '../facts/sign-groups.ts';
import { Tally } from '../facts/tally.ts';
import type { CompiledCount, CompiledPrecedent } from '../patterns/compiled-sign.ts';
import { SignSelection, type EventKinds } from '../patterns/event-kinds.ts';
import type { EventView } from '../patterns/view.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

/** Groups that are counted at a time, and earlier events that are remembered. */
const GROUP_ROOM = 16_384;
const PRECEDENT_ROOM = 65_536;
/** Groups that met their need and are told one by one; those after them are told together. */
const MAX_SHOWN = 1000;

/** A sign that was seen, at one source, one pair ... or, where it needs no count, at all. */
export interface SignSighting {
  readonly compiled: CompiledCount;
  /** Those of groups that found no place of their own come together in one. */
  readonly isCollected: boolean;
  readonly tally: Tally;
}

/** A sign with its place among all. */
class Numbered {
  readonly place: number;
  readonly compiled: CompiledCount;
  /** Sightings that are not per group. */
  all: Tally | null = null;
  /** Place of its precedent; -1 where it has none. */
  precedent = -1;

  constructor(place: number, compiled: CompiledCount) {
    this.place = place;
    this.compiled = compiled;
  }

  matchesKind(view: EventView, row: number): boolean {
    return this.compiled.matchesKind(view, row);
  }
}

class NumberedPrecedent {
  readonly place: number;
  readonly matcher: CompiledPrecedent['matcher'];
  readonly between: CompiledPrecedent['between'];

  constructor(place: number, { matcher, between }: CompiledPrecedent) {
    this.place = place;
    this.matcher = matcher;
    this.between = between;
  }

  matchesKind(view: EventView, row: number): boolean {
    return this.matcher.matchesKind(view, row);
  }
}

/** Tests the signs that need nothing but counting. Bounded: it forgets the groups that were not met for longest. */
export class CountSigns {
  readonly #signs: readonly Numbered[];
  readonly #selection: SignSelection<Numbered>;
  readonly #precedentSelection: SignSelection<NumberedPrecedent>;
  readonly #groups = new SignGroups(GROUP_ROOM);
  /** Of groups that met their need, by the number that the group has. */
  readonly #tallies: Tally[] = [];
  readonly #precedents = new KeyTable<number>(PRECEDENT_ROOM);
  readonly #shown: SignSighting[] = [];
  readonly #collected = new Map<CompiledCount, Tally>();
  /** Groups of the event of the last call that have not met their need. */
  readonly #pending: number[] = [];
  #pendingCount = 0;
  /** What the event of the last call turned out to be. */
  #harmless: CompiledCount | null = null;
  #other: CompiledCount | null = null;
  /** Events of a group that just met its need, which were not explained before. */
  #lateExplained = 0;

  constructor(signs: readonly CompiledCount[], kinds: EventKinds | null) {
    this.#signs = signs.map((compiled, place) => new Numbered(place, compiled));
    this.#selection = new SignSelection(this.#signs, kinds);
    const precedents: NumberedPrecedent[] = [];
    for (const sign of this.#signs) {
      const { precedent } = sign.compiled;
      if (precedent === null) continue;
      sign.precedent = precedents.push(new NumberedPrecedent(precedents.length, precedent)) - 1;
    }
    this.#precedentSelection = new SignSelection(precedents, kinds);
  }

  /** Tests all signs on one event. Returns how many earlier events are explained with it. */
  take(view: EventView, row: number, input: number): number {
    this.#harmless = null;
    this.#other = null;
    this.#lateExplained = 0;
    this.#pendingCount = 0;
    const signs = this.#selection.of(view, row);
    for (let at = 0; at < signs.length; at++) {
      const sign = signs[at];
      if (sign === undefined || !sign.compiled.matchesRest(view, row)) continue;
      if (this.#isPrecededAsWanted(sign, view.batch, row)) this.#count(sign, view, row, input);
    }
    if (this.#harmless === null && this.#other === null) {
      for (let at = 0; at < this.#pendingCount; at++) this.#groups.leftOpen(this.#pending[at] ?? 0);
    }
    this.#remember(view, row);
    return this.#lateExplained;
  }

  /** Keeps what later events may have to come after. */
  #remember(view: EventView, row: number): void {
    const { batch } = view;
    const precedents = this.#precedentSelection.of(view, row);
    for (let at = 0; at < precedents.length; at++) {
      const precedent = precedents[at];
      if (precedent === undefined) continue;
      if (precedent.matcher.asksMore && !precedent.matcher.matchesRest(view, row)) continue;
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

  save(writer: StateWriter): void {
    writer.section('counts');
    const places = new Map(this.#signs.map(({ compiled, place }) => [compiled, place]));
    const saveTally = (compiled: CompiledCount, tally: Tally): void => {
      writer.integer(places.get(compiled) ?? 0);
      // Which number groups know it by; 0 where it is not of groups.
      writer.integer(this.#tallies.indexOf(tally) + 1);
      tally.save(writer);
    };
    writer.list(this.#shown, ({ compiled, tally }) => saveTally(compiled, tally));
    writer.list(this.#collected, ([compiled, tally]) => saveTally(compiled, tally));
    const whole = this.#signs.flatMap(({ compiled, all }) => (all === null ? [] : [{ compiled, tally: all }]));
    writer.list(whole, ({ compiled, tally }) => saveTally(compiled, tally));
    this.#groups.save(writer);
    this.#precedents.save(writer, (time) => writer.number(time));
  }

  load(reader: StateReader): void {
    reader.section('counts');
    const most = MAX_SHOWN + this.#signs.length;
    const loadTally = (): readonly [Numbered, Tally] => {
      const sign = this.#signs[reader.integer(this.#signs.length - 1)];
      if (sign === undefined) throw reader.fault('a count without a sign');
      const number = reader.integer(most);
      const tally = new Tally();
      tally.load(reader);
      if (number > 0) this.#tallies[number - 1] = tally;
      return [sign, tally];
    };
    this.#shown.length = 0;
    reader.list(MAX_SHOWN, () => {
      const [{ compiled }, tally] = loadTally();
      this.#shown.push({ compiled, isCollected: false, tally });
    });
    this.#collected.clear();
    reader.list(this.#signs.length, () => {
      const [{ compiled }, tally] = loadTally();
      this.#collected.set(compiled, tally);
    });
    reader.list(this.#signs.length, () => {
      const [sign, tally] = loadTally();
      sign.all = tally;
    });
    this.#groups.load(reader);
    this.#precedents.load(reader, () => reader.number());
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
    const groups = this.#groups;
    const group = groups.group(a, b, c);
    const number = groups.tally(group);
    if (number !== 0) {
      this.#tallies[number - 1]?.add(batch, row, input);
      this.#explain(compiled);
      return;
    }
    if (!groups.add(group, need, view, row, input)) {
      this.#pending[this.#pendingCount++] = group;
      return;
    }
    const tally = this.#shownTally(compiled);
    groups.handOver(group, tally, batch, row);
    tally.add(batch, row, input);
    const known = this.#tallies.indexOf(tally);
    groups.setTally(group, known === -1 ? this.#tallies.push(tally) : known + 1);
    this.#lateExplained += groups.unexplained(group);
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
