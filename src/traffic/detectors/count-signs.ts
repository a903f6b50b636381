import type { EventBatch } from '../event-batch.ts';
import { KeyTable } from '../facts/key-table.ts';
import { SignGroup, type PackedGroup } from '../facts/sign-group.ts';
import { Tally, type PackedTally } from '../facts/tally.ts';
import type { CompiledCount, CompiledPrecedent } from '../patterns/compiled-sign.ts';
import { signName } from '../patterns/sign-name.ts';
import { SignIndex } from '../patterns/sign-index.ts';
import type { EventView } from '../patterns/view.ts';

/** Groups that are counted at a time, and earlier events that are remembered. */
const GROUP_ROOM = 65_536;
const PRECEDENT_ROOM = 131_072;
/** Groups without enough events that outlive the program: in a flood of forged sources each has one. */
const KEPT_GROUPS = 16_384;
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
}

interface NumberedPrecedent {
  readonly place: number;
  readonly matcher: CompiledPrecedent['matcher'];
}

/** A group that met its need: the tally that all its further events go to. */
type Group = SignGroup | Tally;

/** What the signs counted, as a value that JSON can write; signs are known by `signName`. */
export interface PackedCounts {
  /** Keys, and the group; or the place of its tally in `shown`; or null where its tally is the collected one. */
  readonly groups: readonly (readonly [
    sign: string,
    family6: number,
    b: number,
    c: number,
    group: PackedGroup | number | null,
  ])[];
  readonly shown: readonly (readonly [sign: string, tally: PackedTally])[];
  readonly all: readonly (readonly [sign: string, tally: PackedTally])[];
  readonly collected: readonly (readonly [sign: string, tally: PackedTally])[];
}

/** Tests the signs that need nothing but counting. Bounded: it forgets the groups that were not met for longest. */
export class CountSigns {
  readonly #index: SignIndex<Numbered>;
  readonly #signs: readonly Numbered[];
  readonly #precedentIndex: SignIndex<NumberedPrecedent>;
  readonly #precedentOf = new Map<Numbered, { readonly place: number; readonly precedent: CompiledPrecedent }>();
  readonly #groups = new KeyTable<Group>(GROUP_ROOM);
  readonly #precedents = new KeyTable<number>(PRECEDENT_ROOM);
  readonly #shown: SignSighting[] = [];
  readonly #collected = new Map<CompiledCount, Tally>();
  /** What the event of the last call turned out to be. */
  #harmless: CompiledCount | null = null;
  #other: CompiledCount | null = null;
  /** Events of a group that just met its need, which were not explained before. */
  #lateExplained = 0;

  constructor(signs: readonly CompiledCount[]) {
    this.#signs = signs.map((compiled, place) => ({ place, compiled, matcher: compiled.matcher, all: null }));
    this.#index = new SignIndex(this.#signs);
    const precedents: NumberedPrecedent[] = [];
    for (const sign of this.#signs) {
      const { precedent } = sign.compiled;
      if (precedent === null) continue;
      const place = precedents.push({ place: precedents.length, matcher: precedent.matcher }) - 1;
      this.#precedentOf.set(sign, { place, precedent });
    }
    this.#precedentIndex = new SignIndex(precedents);
  }

  /** Tests all signs on one event. Returns how many earlier events are explained with it. */
  take(view: EventView, row: number, input: number): number {
    this.#harmless = null;
    this.#other = null;
    this.#lateExplained = 0;
    const pending: SignGroup[] = [];
    this.#index.forEach(view, row, (sign) => {
      if (sign.compiled.matches(view, row) && this.#isPrecededAsWanted(sign, view.batch, row)) {
        this.#count(sign, view, row, input, pending);
      }
    });
    if (this.#harmless === null && this.#other === null) for (const group of pending) group.unexplained++;
    this.#precedentIndex.forEach(view, row, ({ place, matcher }) => {
      if (!matcher.matches(view, row)) return;
      const { batch } = view;
      const key = place * 2 + (batch.family[row] === 6 ? 1 : 0);
      this.#precedents.set(key, batch.source[row] ?? 0, batch.destination[row] ?? 0, batch.time[row] ?? 0);
    });
    return this.#lateExplained;
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

  pack(): PackedCounts {
    const places = new Map(this.#shown.map(({ tally }, place) => [tally, place]));
    const nameAt = (place: number): string => {
      const sign = this.#signs[place];
      return sign === undefined ? '' : signName(sign.compiled);
    };
    return {
      groups: this.#groupsToKeep().map(([a, b, c, group]) => {
        const packed = group instanceof Tally ? (places.get(group) ?? null) : group.pack();
        return [nameAt(a >>> 1), a & 1, b, c, packed] as const;
      }),
      shown: this.#shown.map(({ compiled, tally }) => [signName(compiled), tally.pack()] as const),
      all: this.#signs.flatMap(({ compiled, all }) =>
        all === null ? [] : [[signName(compiled), all.pack()] as const],
      ),
      collected: [...this.#collected].map(([compiled, tally]) => [signName(compiled), tally.pack()] as const),
    };
  }

  /** All that met their need; of the others the latest. */
  #groupsToKeep(): [number, number, number, Group][] {
    const groups = [...this.#groups.entries()];
    const isMet = groups.map(([, , , group]) => group instanceof Tally);
    let pending = isMet.filter((met) => !met).length;
    return groups.filter((_, place) => isMet[place] === true || pending-- <= KEPT_GROUPS);
  }

  /** Goes on from there, having counted nothing yet. What signs counted that are no more is left out. */
  unpack({ groups, shown, all, collected }: PackedCounts): void {
    const signs = new Map(this.#signs.map((sign) => [signName(sign.compiled), sign]));
    const tallies: (Tally | null)[] = shown.map(([name, packed]) => {
      const sign = signs.get(name);
      if (sign === undefined) return null;
      const tally = Tally.unpack(packed);
      this.#shown.push({ compiled: sign.compiled, isCollected: false, tally });
      return tally;
    });
    for (const [name, packed] of all) {
      const sign = signs.get(name);
      if (sign !== undefined) sign.all = Tally.unpack(packed);
    }
    for (const [name, packed] of collected) {
      const sign = signs.get(name);
      if (sign !== undefined) this.#collected.set(sign.compiled, Tally.unpack(packed));
    }
    for (const [name, family6, b, c, packed] of groups) {
      const sign = signs.get(name);
      if (sign === undefined) continue;
      const tally = packed === null ? this.#collected.get(sign.compiled) : null;
      const group = typeof packed === 'number' ? tallies[packed] : packed === null ? tally : SignGroup.unpack(packed);
      if (group !== undefined && group !== null) this.#groups.set(sign.place * 2 + family6, b, c, group);
    }
  }

  #count(sign: Numbered, view: EventView, row: number, input: number, pending: SignGroup[]): void {
    const { compiled } = sign;
    const { batch } = view;
    const { need } = compiled;
    if (need === null) {
      (sign.all ??= new Tally()).add(batch, row, input);
      this.#explain(compiled);
      return;
    }
    const [b, c] = groupKey(compiled, batch, row);
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
      pending.push(group);
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
    const known = this.#precedentOf.get(sign);
    if (known === undefined) return true;
    const { place, precedent } = known;
    const from = batch.source[row] ?? 0;
    const to = batch.destination[row] ?? 0;
    const key = place * 2 + (batch.family[row] === 6 ? 1 : 0);
    const time = precedent.isReversed ? this.#precedents.get(key, to, from) : this.#precedents.get(key, from, to);
    const isThere = time !== undefined && !((batch.time[row] ?? 0) - time > precedent.within);
    return isThere === precedent.wanted;
  }
}

/** The two numbers that tell the groups of a sign apart. */
function groupKey({ per }: CompiledCount, batch: EventBatch, row: number): [number, number] {
  const source = batch.source[row] ?? 0;
  const destination = batch.destination[row] ?? 0;
  const dport = (batch.protocol[row] ?? 0) * 65_536 + (batch.dport[row] ?? 0);
  switch (per) {
    case 'source':
      return [source, 0];
    case 'destination':
      return [destination, 0];
    case 'pair':
      return [source, destination];
    case 'source-dport':
      return [source, dport];
    case 'service':
      return [destination, dport];
    case 'event':
    case 'sensor':
      return [0, 0];
  }
}
