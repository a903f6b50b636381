import type { AskDocument } from '../../api/documents.ts';

/** A moment and how much was seen from then on. */
export interface Point {
  /** ISO time. */
  readonly from: string;
  readonly events: number;
}

const DAY = 86_400_000;

/** What the question `timeline` answers day by day, as points; days without events, which it leaves out, are put in. */
export function pointsOf({ parts }: AskDocument): Point[] {
  const days = new Map<number, number>();
  for (const { from, events } of parts[0]?.rows ?? []) {
    const time = typeof from === 'string' ? Date.parse(from) : Number.NaN;
    if (!Number.isNaN(time) && typeof events === 'number') days.set(Math.floor(time / DAY), events);
  }
  if (days.size === 0) return [];
  const [first, last] = [Math.min(...days.keys()), Math.max(...days.keys())];
  return Array.from({ length: Math.min(last - first + 1, MOST_DAYS) }, (_, at) => ({
    from: new Date((first + at) * DAY).toISOString(),
    events: days.get(first + at) ?? 0,
  }));
}

/** More than are asked for. */
const MOST_DAYS = 62;
