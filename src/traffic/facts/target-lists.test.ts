import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORD_WORDS, WORD } from './source-record.ts';
import { SourceTable } from './source-table.ts';
import { NEWS, TargetLists } from './target-lists.ts';

/** What one source tried, as sets. */
class Model {
  readonly hosts = new Set<number>();
  readonly ports = new Set<number>();
  readonly targets = new Set<string>();
}

/** A source that tries targets, with what it ought to have tried. */
class Trier {
  readonly slot: number;
  readonly model = new Model();
  readonly #sources: SourceTable;
  readonly #lists: TargetLists;

  constructor(sources: SourceTable, lists: TargetLists, address: number) {
    this.#sources = sources;
    this.#lists = lists;
    this.slot = sources.slot(4, address);
  }

  try(host: number, port: number): void {
    const { hosts, ports, targets } = this.model;
    const { words } = this.#sources;
    const at = this.slot * RECORD_WORDS;
    const expected =
      (targets.has(`${host} ${port}`) ? 0 : NEWS.target) |
      (hosts.has(host) ? 0 : NEWS.host) |
      (ports.has(port) ? 0 : NEWS.port);
    if (targets.size === 0) {
      words[at + WORD.firstHost] = host;
      words[at + WORD.head] = (words[at + WORD.head] ?? 0) | port;
      words[at + WORD.targets] = 1;
    } else if (this.#sources.firstHost(this.slot) !== host || this.#sources.firstPort(this.slot) !== port) {
      const news = this.#lists.add(this.slot, host, port);
      if (news !== expected) throw new Error(`${host} ${port}: ${news} instead of ${expected}`);
      if (expected !== 0) words[at + WORD.targets] = (words[at + WORD.targets] ?? 0) + 1;
    }
    hosts.add(host);
    ports.add(port);
    targets.add(`${host} ${port}`);
  }

  /** What the lists tell of it, which is all but the first target. */
  get told(): Told {
    const told: Told = { host: [], port: [], target: [] };
    this.#lists.forEach([this.slot], (slot, kind, value) => {
      if (slot !== this.slot) throw new Error(`${slot} is not asked for`);
      told[kind].push(value);
    });
    return sorted(told);
  }

  get expected(): Told {
    const { hosts, ports, targets } = this.model;
    const hashes = Array.from(targets, (target) => {
      const [host = 0, port = 0] = target.split(' ').map(Number);
      return TargetLists.hashOf(host, port);
    });
    return sorted({ host: [...hosts].slice(1), port: [...ports].slice(1), target: hashes.slice(1) });
  }
}

interface Told {
  readonly host: number[];
  readonly port: number[];
  readonly target: number[];
}

function sorted({ host, port, target }: Told): Told {
  const inOrder = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
  return { host: inOrder(host), port: inOrder(port), target: inOrder(target) };
}

describe('lists of targets', () => {
  const targets = fc.array(fc.tuple(fc.nat(2), fc.nat(15), fc.oneof(fc.nat(15), fc.constant(0x1_ffff))), {
    maxLength: 500,
  });

  it('know what is new of a target, in the record, in a list and in the set of pairs', () => {
    const sources = new SourceTable();
    const lists = new TargetLists(sources);
    let address = 0;
    fc.assert(
      fc.property(targets, (tries) => {
        const triers = [0, 1, 2].map(() => new Trier(sources, lists, ++address));
        for (const [who, host, port] of tries) triers[who]?.try(host, port);
        for (const trier of triers) expect(trier.told).toEqual(trier.expected);
      }),
      { numRuns: 60 },
    );
    expect(lists.refused).toBe(0);
  });

  it('use the room of sources that were forgotten, and go on in the set of pairs where there is none', () => {
    const sources = new SourceTable();
    const lists = new TargetLists(sources, 16_384);
    const grown = (address: number): Trier => {
      const trier = new Trier(sources, lists, address);
      for (let port = 0; port < 20; port++) trier.try(1, port);
      return trier;
    };
    for (let address = 1; address <= 200; address++) {
      const { slot } = grown(address);
      lists.forget(slot);
      sources.words[slot * RECORD_WORDS + WORD.list] = 0;
    }
    for (const trier of Array.from({ length: 200 }, (_, index) => grown(1000 + index))) {
      expect(trier.told).toEqual(trier.expected);
    }
    expect(lists.refused).toBe(0);
  });
});
