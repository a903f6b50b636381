import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { BlockArena } from './block-arena.ts';
import { hash3 } from './hash.ts';
import { PairSet } from './pair-set.ts';
import { HEAD, INLINE_TARGETS, RECORD_WORDS, WORD } from './source-record.ts';
import type { SourceTable } from './source-table.ts';

/** Room for lists: those of six million targets. */
const LISTS_BYTES = 48 * 1024 * 1024;
/** Targets of the smallest list outside the record, and of the longest; of each a host and a port. */
const LEAST_LISTED = BlockArena.wordsOf(0) / 2;
const MOST_LISTED = 64;
/** In place of a list: its targets are in the set of pairs. */
const IN_PAIRS = 0xffff_ffff;

/** Kinds of pairs; a source's number is below 2^29. */
const KIND = { host: 0, port: 1, target: 2 } as const;
const KINDS = ['host', 'port', 'target'] as const;

/** Bits of what is new with a try; 0 for a target that was tried before. */
export const NEWS = { target: 1, host: 2, port: 4 } as const;

/** Gets a host or a port or a target (its hash) that a source tried, after its first. */
export type TriedVisit = (slot: number, kind: (typeof KINDS)[number], value: number) => void;

/**
 * Which targets each source tried. Most sources try a few: these stand in a short list, which costs one look at the
 * memory. Whoever tries more than 64 has them in a set of pairs, as has who finds no room for a list.
 */
export class TargetLists {
  readonly #sources: SourceTable;
  readonly #arena: BlockArena;
  readonly #pairs = new PairSet();

  /** `bytes`: room for lists. */
  constructor(sources: SourceTable, bytes = LISTS_BYTES) {
    this.#sources = sources;
    this.#arena = new BlockArena(bytes);
  }

  /** The hash by which a visit knows a host and a port. */
  static hashOf(host: number, port: number): number {
    return hash3(host, port, 2);
  }

  /** Targets that found no room. */
  get refused(): number {
    return this.#pairs.refused;
  }

  save(writer: StateWriter): void {
    writer.section('targets');
    this.#arena.save(writer);
    this.#pairs.save(writer);
  }

  /** The sources must be those of then already. */
  load(reader: StateReader): void {
    reader.section('targets');
    this.#arena.load(reader);
    this.#pairs.load(reader);
    const { words } = this.#sources;
    for (const slot of this.#sources.slots()) {
      const list = words[slot * RECORD_WORDS + WORD.list] ?? 0;
      const count = this.#sources.targets(slot) - 1;
      const isThere =
        list === IN_PAIRS ||
        (list === 0 ? count <= INLINE_TARGETS : count <= MOST_LISTED && this.#arena.holds(list, sizeOf(count)));
      if (count < 0 || !isThere) throw reader.fault('targets of no place');
    }
  }

  /** Adds a try that is not of the source's first target. Whoever calls counts the target. Returns bits of NEWS. */
  add(slot: number, host: number, port: number): number {
    const { words } = this.#sources;
    const at = slot * RECORD_WORDS;
    const list = words[at + WORD.list] ?? 0;
    const firstHost = words[at + WORD.firstHost] ?? 0;
    const firstPort = (words[at + WORD.head] ?? 0) & HEAD.portMask;
    if (list === IN_PAIRS) return this.#addPair(words[at + WORD.id] ?? 0, host, port, firstHost, firstPort);
    const count = (words[at + WORD.targets] ?? 1) - 1;
    let news: number = NEWS.target;
    if (host !== firstHost) news |= NEWS.host;
    if (port !== firstPort) news |= NEWS.port;
    news =
      list === 0
        ? look(words, at + WORD.inlineTargets, count, host, port, news)
        : look(this.#arena.words, list, count, host, port, news);
    if (news === 0) return 0;
    if (count < INLINE_TARGETS) put(words, at + WORD.inlineTargets, count, host, port);
    else if (list !== 0 && !isFull(count)) put(this.#arena.words, list, count, host, port);
    else this.#grow(at, count, host, port);
    return news;
  }

  /** The source of a slot is forgotten. Pairs of it stay; its number is never used again. */
  forget(slot: number): void {
    const { words } = this.#sources;
    const list = words[slot * RECORD_WORDS + WORD.list] ?? 0;
    if (list !== 0 && list !== IN_PAIRS) this.#arena.give(list, sizeOf(this.#sources.targets(slot) - 1));
  }

  /** Calls `visit` with what some sources tried after their first targets. */
  forEach(slots: Iterable<number>, visit: TriedVisit): void {
    const inPairs = new Map<number, number>();
    const { words } = this.#sources;
    for (const slot of slots) {
      const at = slot * RECORD_WORDS;
      const list = words[at + WORD.list] ?? 0;
      if (list === IN_PAIRS) inPairs.set(words[at + WORD.id] ?? 0, slot);
      else if (list === 0) this.#forEachListed(slot, words, at + WORD.inlineTargets, visit);
      else this.#forEachListed(slot, this.#arena.words, list, visit);
    }
    if (inPairs.size === 0) return;
    this.#pairs.forEach((key, value) => {
      const slot = inPairs.get(key >>> 2);
      if (slot !== undefined) visit(slot, KINDS[key & 3] ?? 'target', value);
    });
  }

  #forEachListed(slot: number, words: Uint32Array, from: number, visit: TriedVisit): void {
    const sources = this.#sources;
    const count = sources.targets(slot) - 1;
    for (let place = 0; place < count; place++) {
      const host = words[from + 2 * place] ?? 0;
      const port = words[from + 2 * place + 1] ?? 0;
      let news: number = host === sources.firstHost(slot) ? 0 : NEWS.host;
      if (port !== sources.firstPort(slot)) news |= NEWS.port;
      news = look(words, from, place, host, port, news);
      visit(slot, 'target', TargetLists.hashOf(host, port));
      if ((news & NEWS.host) !== 0) visit(slot, 'host', host);
      if ((news & NEWS.port) !== 0) visit(slot, 'port', port);
    }
  }

  #addPair(id: number, host: number, port: number, firstHost: number, firstPort: number): number {
    const key = id << 2;
    if (!this.#pairs.add(key | KIND.target, TargetLists.hashOf(host, port))) return 0;
    let news: number = NEWS.target;
    if (host !== firstHost && this.#pairs.add(key | KIND.host, host)) news |= NEWS.host;
    if (port !== firstPort && this.#pairs.add(key | KIND.port, port)) news |= NEWS.port;
    return news;
  }

  /** Adds to a list that is full: in one of twice the room, or in the set of pairs. */
  #grow(at: number, count: number, host: number, port: number): void {
    const { words } = this.#sources;
    const list = words[at + WORD.list] ?? 0;
    const old = list === 0 ? words : this.#arena.words;
    const from = list === 0 ? at + WORD.inlineTargets : list;
    const larger = count < MOST_LISTED ? this.#arena.take(sizeOf(count + 1)) : 0;
    if (larger !== 0) {
      this.#arena.words.set(old.subarray(from, from + 2 * count), larger);
      put(this.#arena.words, larger, count, host, port);
    } else {
      const id = words[at + WORD.id] ?? 0;
      const firstHost = words[at + WORD.firstHost] ?? 0;
      const firstPort = (words[at + WORD.head] ?? 0) & HEAD.portMask;
      for (let place = 0; place < count; place++) {
        this.#addPair(id, old[from + 2 * place] ?? 0, old[from + 2 * place + 1] ?? 0, firstHost, firstPort);
      }
      this.#addPair(id, host, port, firstHost, firstPort);
    }
    if (list !== 0) this.#arena.give(list, sizeOf(count));
    words[at + WORD.list] = larger === 0 ? IN_PAIRS : larger;
  }
}

/** What is new of a target that the list does not hold; 0 where it does. */
function look(words: Uint32Array, from: number, count: number, host: number, port: number, news: number): number {
  let left = news;
  for (let at = from; at < from + 2 * count; at += 2) {
    const isHost = words[at] === host;
    if (words[at + 1] === port) {
      if (isHost) return 0;
      left &= ~NEWS.port;
    } else if (isHost) left &= ~NEWS.host;
  }
  return left;
}

function put(words: Uint32Array, from: number, place: number, host: number, port: number): void {
  words[from + 2 * place] = host;
  words[from + 2 * place + 1] = port;
}

/** The size of the block that holds a list of so many. */
function sizeOf(count: number): number {
  return BlockArena.sizeFor(2 * count);
}

/** Whether a list of so many, which is not in its record, has no room for one more. */
function isFull(count: number): boolean {
  return count >= LEAST_LISTED && (count & (count - 1)) === 0;
}
