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

/** The same without outcomes that no event had. */
export function withoutEmpty(timeline: TimelineDocument): TimelineDocument {
  const used = timeline.outcomes.map((_, outcome) => timeline.counts.some((row) => (row[outcome] ?? 0) > 0));
  return {
    ...timeline,
    outcomes: timeline.outcomes.filter((_, outcome) => used[outcome]),
    counts: timeline.counts.map((row) => row.filter((_, outcome) => used[outcome])),
  };
}

/** Begins of the buckets, seconds since the epoch. */
export function timesOf({ start, seconds, counts }: TimelineDocument): number[] {
  const begin = start === null ? 0 : Date.parse(start) / 1000;
  return counts.map((_, at) => begin + at * seconds);
}
