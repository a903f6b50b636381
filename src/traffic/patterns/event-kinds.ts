import { MAX_PORT } from '../../net/port.ts';
import { BATCH_EVENTS, MARK } from '../event-batch.ts';
import { hash3 } from '../facts/hash.ts';
import type { Matcher } from './matcher.ts';
import type { PortMap } from './port-set.ts';
import type { EventView } from './view.ts';

/** Kinds that are told apart. A log has some thousand; who wants to send more pays with being tested sign by sign. */
const MAX_KINDS = 65_536;
const SLOTS = 131_072;
const MARKS = MARK.ports | MARK.laterFragment | MARK.sequenceIsDestination;
/** In the place of a mark that is not among these: its contents were read. Most signs that ask for contents fit a log of packets, which has none. */
const HAS_PAYLOAD = 1;

/**
 * Events of one kind have everything in common that signs ask for, but for sizes and contents: transport, flags, classes
 * of the addresses, outcome, direction, whether contents were read, and ports between which no sign makes a difference. So
 * the signs that fit are worked out once a kind, and an event costs one look-up instead of a hundred tests.
 */
export class EventKinds {
  /** By row of the batch; 0 where the kind is not kept. */
  readonly kind = new Uint32Array(BATCH_EVENTS);
  readonly #sportClass: Uint16Array;
  readonly #dportClass: Uint16Array;
  readonly #keys = new Uint32Array(3 * SLOTS);
  readonly #kinds = new Uint32Array(SLOTS);
  #length = 1;

  constructor(matchers: readonly Matcher[]) {
    this.#sportClass = portClasses(matchers.map(({ sport }) => sport));
    this.#dportClass = portClasses(matchers.map(({ dport }) => dport));
  }

  /** Finds the kind of every event of the batch. */
  update(view: EventView): void {
    const { batch } = view;
    const hasPayloads = batch.payloads.size > 0;
    let [lastA, lastB, lastC, last] = [0, 0, 0, 0];
    for (let row = 0; row < batch.length; row++) {
      let marks = (batch.marks[row] ?? 0) & MARKS;
      if (hasPayloads && batch.payloads.has(row)) marks |= HAS_PAYLOAD;
      const a = (view.source[row] ?? 0) | ((view.destination[row] ?? 0) << 10);
      const b =
        (view.transport[row] ?? 0) |
        ((view.flagSet[row] ?? 0) << 7) |
        ((batch.outcome[row] ?? 0) << 18) |
        ((batch.direction[row] ?? 0) << 21) |
        (marks << 24);
      const hasPorts = (marks & MARK.ports) !== 0;
      const sport = hasPorts ? (this.#sportClass[batch.sport[row] ?? 0] ?? 0) : 0;
      const dport = hasPorts ? (this.#dportClass[batch.dport[row] ?? 0] ?? 0) : 0;
      const c = sport | (dport << 16);
      if (a !== lastA || b !== lastB || c !== lastC) {
        last = this.#find(a, b, c);
        [lastA, lastB, lastC] = [a, b, c];
      }
      this.kind[row] = last;
    }
  }

  #find(a: number, b: number, c: number): number {
    const keys = this.#keys;
    let slot = hash3(a, b, c) & (SLOTS - 1);
    for (let kind = this.#kinds[slot] ?? 0; kind !== 0; kind = this.#kinds[slot] ?? 0) {
      const at = 3 * slot;
      if (keys[at] === a >>> 0 && keys[at + 1] === b >>> 0 && keys[at + 2] === c >>> 0) return kind;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.#length >= MAX_KINDS) return 0;
    keys[3 * slot] = a;
    keys[3 * slot + 1] = b;
    keys[3 * slot + 2] = c;
    this.#kinds[slot] = this.#length;
    return this.#length++;
  }
}

interface Selectable {
  /** Whether an event can match, by all that its kind says. */
  matchesKind(view: EventView, row: number): boolean;
}

const UNKNOWN: readonly never[] = [];

/** Which of some signs events of a kind can match. */
export class SignSelection<Sign extends Selectable> {
  readonly #signs: readonly Sign[];
  readonly #kinds: EventKinds | null;
  readonly #lists: (readonly Sign[] | undefined)[] = [UNKNOWN];

  /** Without kinds every event is tested by itself. */
  constructor(signs: readonly Sign[], kinds: EventKinds | null) {
    this.#signs = signs;
    this.#kinds = kinds;
  }

  /** What is left to be tested are sizes and contents: `matchesRest` of the signs. */
  of(view: EventView, row: number): readonly Sign[] {
    const kind = this.#kinds?.kind[row] ?? 0;
    const known = kind === 0 ? undefined : this.#lists[kind];
    return known ?? this.#workOut(view, row, kind);
  }

  #workOut(view: EventView, row: number, kind: number): readonly Sign[] {
    const list = this.#signs.filter((sign) => sign.matchesKind(view, row));
    if (kind !== 0) {
      while (this.#lists.length < kind) this.#lists.push(undefined);
      this.#lists[kind] = list.length === 0 ? NOTHING : list;
    }
    return list;
  }
}

const NOTHING: readonly never[] = [];

interface Testable extends Selectable {
  /** Events of a fitting kind fulfil it, whatever else they are. */
  readonly isPlain: boolean;
  matchesRest(view: EventView, row: number): boolean;
}

const ANSWER = { unknown: 0, no: 1, yes: 2, test: 3 } as const;

/** Whether events show any of some signs: for nearly all of them their kind says it. */
export class AnySign {
  readonly #selection: SignSelection<Testable>;
  readonly #kinds: EventKinds;
  /** By kind, one of ANSWER. */
  readonly #answers = new Uint8Array(MAX_KINDS);

  constructor(signs: readonly Testable[], kinds: EventKinds) {
    this.#selection = new SignSelection(signs, kinds);
    this.#kinds = kinds;
  }

  holds(view: EventView, row: number): boolean {
    const kind = this.#kinds.kind[row] ?? 0;
    let answer: number = this.#answers[kind] ?? 0;
    if (answer === ANSWER.unknown) {
      answer = this.#workOut(view, row);
      // Kind 0 is of all events whose kind is not kept.
      if (kind !== 0) this.#answers[kind] = answer;
    }
    return answer === ANSWER.test
      ? this.#selection.of(view, row).some((sign) => sign.matchesRest(view, row))
      : answer === ANSWER.yes;
  }

  #workOut(view: EventView, row: number): number {
    const signs = this.#selection.of(view, row);
    if (signs.length === 0) return ANSWER.no;
    return signs.some(({ isPlain }) => isPlain) ? ANSWER.yes : ANSWER.test;
  }
}

/** Numbers ports so that two with the same number are in the same sets. */
function portClasses(maps: readonly (PortMap | null)[]): Uint16Array {
  const classes = new Uint16Array(MAX_PORT + 1);
  let count = 1;
  for (const map of new Set(maps)) {
    if (map === null) continue;
    /** Class of the ports outside -> class of those of the same class that are in the set. */
    const inside = new Map<number, number>();
    for (let port = map.indexOf(1); port !== -1; port = map.indexOf(1, port + 1)) {
      const outer = classes[port] ?? 0;
      let inner = inside.get(outer);
      if (inner === undefined) {
        inner = count++;
        inside.set(outer, inner);
      }
      classes[port] = inner;
    }
  }
  return classes;
}
