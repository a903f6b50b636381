import type { TimelineDocument } from '../api/documents.ts';

/** Heights of the bars, one list an outcome, each on top of those before it. */
export function stackOf({ outcomes, counts }: Pick<TimelineDocument, 'outcomes' | 'counts'>): number[][] {
  const sums = counts.map(() => 0);
  return outcomes.map((_, outcome) =>
    counts.map((row, at) => {
      const sum = (sums[at] ?? 0) + (row[outcome] ?? 0);
      sums[at] = sum;
      return sum;
    }),
  );
}

/** Begins of the buckets, seconds since the epoch. */
export function timesOf({ start, seconds, counts }: TimelineDocument): number[] {
  const begin = start === null ? 0 : Date.parse(start) / 1000;
  return counts.map((_, at) => begin + at * seconds);
}
