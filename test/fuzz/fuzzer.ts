import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../bench/traffic/random.ts';
import { CHILD, CURRENT, HEAD_BYTES, type Standing } from './between.ts';
import { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import type { Target } from './target.ts';

/** Coverage is taken after so many inputs: it costs as much as some of them. */
const ROUND = 64;
const MOST_CORPUS = 4000;

/** Gives a target inputs, and keeps those that it fails on or that reach what none did before. */
export class Fuzzer {
  readonly #target: Target;
  readonly #random: Random;
  readonly #coverage = new Coverage((url) => url.endsWith(CHILD));
  readonly #current: number;
  readonly #found: string;
  readonly #kept: string;
  readonly #corpus: Uint8Array[];
  /** Where it failed so far. */
  readonly #places = new Set<string>();
  #runs = 0;
  #slowest = 0;

  constructor(target: Target, folder: string, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#found = join(folder, 'found');
    this.#kept = join(folder, 'corpus');
    const earlier = existsSync(this.#kept) ? readdirSync(this.#kept).map((file) => join(this.#kept, file)) : [];
    for (const place of [this.#found, this.#kept]) mkdirSync(place, { recursive: true });
    this.#current = openSync(join(folder, CURRENT), 'w');
    this.#corpus = [...target.seeds(), ...earlier.map((file) => readFileSync(file))];
    if (this.#corpus.length === 0) throw new Error(`${target.name} has no seeds`);
  }

  get standing(): Standing {
    return {
      runs: this.#runs,
      slowest: this.#slowest,
      blocks: this.#coverage.blocks,
      corpus: this.#corpus.length,
    };
  }

  /** The seeds as they are. */
  async begin(): Promise<void> {
    for (const input of this.#corpus) await this.#take(input);
    this.#coverage.hasNew(true);
  }

  async round(): Promise<void> {
    const random = this.#random;
    const inputs = Array.from({ length: ROUND }, () =>
      mutate(random.pick(this.#corpus), random.pick(this.#corpus), random),
    );
    for (const input of inputs) await this.#take(input);
    if (this.#coverage.hasNew(false)) await this.#keepNew(inputs);
  }

  async #take(bytes: Uint8Array): Promise<void> {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(++this.#runs >>> 0, 0);
    head.writeUInt32LE(bytes.length, 4);
    writeSync(this.#current, head, 0, HEAD_BYTES, 0);
    writeSync(this.#current, bytes, 0, bytes.length, HEAD_BYTES);
    const begun = performance.now();
    try {
      await this.#target.run(Uint8Array.from(bytes));
    } catch (error) {
      this.#keepCrash(bytes, error);
    }
    this.#slowest = Math.max(this.#slowest, performance.now() - begun);
  }

  /** Puts those inputs into the corpus that reach what none reached before: each half of them is tried again. */
  async #keepNew(inputs: readonly Uint8Array[]): Promise<void> {
    const [first] = inputs;
    if (first === undefined || this.#corpus.length >= MOST_CORPUS) return;
    for (const input of inputs) await this.#take(input);
    if (!this.#coverage.hasNew(inputs.length === 1)) return;
    if (inputs.length === 1) {
      this.#corpus.push(first);
      writeFileSync(join(this.#kept, hashOf(first)), first);
      return;
    }
    const middle = inputs.length >> 1;
    await this.#keepNew(inputs.slice(0, middle));
    await this.#keepNew(inputs.slice(middle));
  }

  /** One input for each place where it goes wrong. */
  #keepCrash(bytes: Uint8Array, error: unknown): void {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const lines = stack.split('\n').filter((line) => line.includes(CHILD));
    const place = lines.slice(0, 2).join('');
    if (this.#places.has(place)) return;
    this.#places.add(place);
    const path = join(this.#found, `crash-${hashOf(bytes)}`);
    writeFileSync(path, bytes);
    writeFileSync(`${path}.txt`, `${message}\n${stack}\n`);
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
