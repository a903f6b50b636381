/** Which batches of an origin are stored, as ranges of their numbers: they come in order, so months of them are one range. */
export interface BatchRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The numbers of all batches that were ever stored. It forgets none, also where their rows were dropped: a batch that is sent again
 * after a year is still known.
 */
export class BatchRanges {
  /** Sorted, with a gap between one and the next; the key is of sensor and origin. */
  readonly #ranges = new Map<string, readonly BatchRange[]>();

  rangesOf(sensor: number, origin: bigint): readonly BatchRange[] {
    return this.#ranges.get(keyOf(sensor, origin)) ?? [];
  }

  has(sensor: number, origin: bigint, sequence: number): boolean {
    return this.rangesOf(sensor, origin).some(({ first, last }) => first <= sequence && sequence <= last);
  }

  /** Puts the ranges of an origin in place of those that were there. */
  set(sensor: number, origin: bigint, ranges: readonly BatchRange[]): void {
    this.#ranges.set(keyOf(sensor, origin), ranges);
  }
}

/** The ranges with one number more, joined where they touch. */
export function withSequence(ranges: readonly BatchRange[], sequence: number): readonly BatchRange[] {
  const before = ranges.filter(({ last }) => last < sequence - 1);
  const after = ranges.filter(({ first }) => first > sequence + 1);
  const touching = ranges.slice(before.length, ranges.length - after.length);
  const joined = {
    first: Math.min(sequence, ...touching.map(({ first }) => first)),
    last: Math.max(sequence, ...touching.map(({ last }) => last)),
  };
  return [...before, joined, ...after];
}

const keyOf = (sensor: number, origin: bigint): string => `${sensor}/${origin}`;
