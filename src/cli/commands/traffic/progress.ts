import { statSync } from 'node:fs';
import type { Progress as Reading } from '../../../traffic/read-traffic.ts';
import { formatCount } from '../../../traffic/words.ts';
import type { Output } from '../../output.ts';

/** Nobody needs to be told of what is over before they wonder. */
const QUIET_MILLISECONDS = 500;
const STEP_MILLISECONDS = 200;
const ERASE_LINE = '\r\u001b[K';

/** What is shown of it; whoever only stores notices nothing. */
type Shown = Pick<Reading, 'input' | 'done' | 'events'> & Partial<Omit<Reading, 'look'>>;

/** A line on the terminal that says how far the reading is and what was noticed so far; gone when it is done. */
export class TrafficProgress {
  readonly #output: Output;
  readonly #isTerminal: boolean;
  readonly #now: () => Date;
  /** Bytes of each file; null where that is not known. */
  readonly #sizes: readonly (number | null)[];
  readonly #start: number;
  #nextAt: number;
  #isShown = false;

  constructor(output: Output, isTerminal: boolean, now: () => Date, paths: readonly string[]) {
    this.#output = output;
    this.#isTerminal = isTerminal;
    this.#now = now;
    this.#sizes = isTerminal ? paths.map(sizeOf) : [];
    this.#start = now().getTime();
    this.#nextAt = this.#start + QUIET_MILLISECONDS;
  }

  show({ input, done, events, noticed }: Shown): void {
    if (!this.#isTerminal) return;
    const time = this.#now().getTime();
    if (time < this.#nextAt) return;
    this.#nextAt = time + STEP_MILLISECONDS;
    this.#isShown = true;
    const read = done + sum(this.#sizes.slice(0, input).map((size) => size ?? 0));
    const rate = Math.round(read / 1e3 / (time - this.#start));
    const parts = [`${formatCount(events)} events`];
    if (noticed !== undefined) parts.push(`${formatCount(noticed())} noticed so far`);
    // Of packed files the bytes that were read say nothing of the work.
    if (rate > 0) parts.unshift(`${rate} MB/s`);
    // What comes through a pipe has no size, and then there is no share of it.
    const sizes = this.#sizes.filter((size) => size !== null);
    if (sizes.length === this.#sizes.length) {
      parts.unshift(`${Math.min(Math.floor((100 * read) / Math.max(sum(sizes), 1)), 99)} %`);
    }
    this.#output.write(`${ERASE_LINE}${parts.join(' · ')}`);
    this.#output.flush();
  }

  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#output.write(ERASE_LINE);
    this.#output.flush();
  }
}

function sizeOf(path: string): number | null {
  const stats = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return path === '-' ? null : 0;
  return stats.isFile() && stats.size > 0 ? stats.size : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
