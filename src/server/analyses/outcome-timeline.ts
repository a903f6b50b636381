import { OUTCOMES, type EventBatch } from '../../traffic/event-batch.ts';

const BUCKETS = 1024;

/** Events by time and by what became of them. */
export interface OutcomeTimeline {
  /** Seconds since 1970 at which the first bucket begins; null where no event has a time. */
  readonly start: number | null;
  /** How long a bucket lasts. */
  readonly seconds: number;
  /** One list a bucket, in the order of OUTCOMES. */
  readonly counts: readonly (readonly number[])[];
}

/** Counts events into at most 1,024 equal parts of the time that was seen, whose width is doubled as it is needed. */
export class OutcomeCounter {
  readonly #counts = new Float64Array(BUCKETS * OUTCOMES.length);
  #start = Number.NaN;
  #seconds = 1;

  take({ time, outcome, length }: EventBatch): void {
    for (let row = 0; row < length; row++) {
      const at = time[row] ?? Number.NaN;
      if (!Number.isFinite(at)) continue;
      if (Number.isNaN(this.#start)) this.#start = Math.floor(at);
      // A clock that jumped back: the first bucket takes what is before it.
      const past = Math.max(at - this.#start, 0);
      while (past >= BUCKETS * this.#seconds) this.#widen();
      const place = Math.floor(past / this.#seconds) * OUTCOMES.length + (outcome[row] ?? 0);
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    }
  }

  get timeline(): OutcomeTimeline {
    const counts: number[][] = [];
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const place = bucket * OUTCOMES.length;
      counts.push([...this.#counts.subarray(place, place + OUTCOMES.length)]);
    }
    while (counts.at(-1)?.every((count) => count === 0) === true) counts.pop();
    return { start: Number.isNaN(this.#start) ? null : this.#start, seconds: this.#seconds, counts };
  }

  #widen(): void {
    const width = OUTCOMES.length;
    const counts = this.#counts;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      for (let outcome = 0; outcome < width; outcome++) {
        const [first, second] = [2 * bucket * width + outcome, (2 * bucket + 1) * width + outcome];
        counts[bucket * width + outcome] = 2 * bucket < BUCKETS ? (counts[first] ?? 0) + (counts[second] ?? 0) : 0;
      }
    }
    this.#seconds *= 2;
  }
}

/** The part from one second to another, in at most so many buckets: neighbours are put together. Buckets are never cut. */
export function partOf(
  { start, seconds, counts }: OutcomeTimeline,
  from: number,
  to: number,
  buckets: number,
): OutcomeTimeline {
  if (start === null) return { start, seconds, counts };
  const first = Math.min(Math.max(Math.floor((from - start) / seconds), 0), counts.length);
  const last = Math.min(Math.max(Math.ceil((to - start) / seconds), first), counts.length);
  const step = Math.max(Math.ceil((last - first) / buckets), 1);
  const joined: number[][] = [];
  for (let bucket = first; bucket < last; bucket += step) {
    const sum = OUTCOMES.map(() => 0);
    for (const one of counts.slice(bucket, Math.min(bucket + step, last))) {
      for (const [outcome, count] of one.entries()) sum[outcome] = (sum[outcome] ?? 0) + count;
    }
    joined.push(sum);
  }
  return { start: start + first * seconds, seconds: seconds * step, counts: joined };
}
