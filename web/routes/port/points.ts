import type { AskDocument } from '../../api/documents.ts';

/** A moment and how much was seen from then on. */
export interface Point {
  /** ISO time. */
  readonly from: string;
  readonly events: number;
}

/** In milliseconds. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What the question `timeline` answers by `step` of milliseconds, as points; those without events, which it leaves out, are put in. */
export function pointsOf({ parts }: AskDocument, step: number): Point[] {
  const steps = new Map<number, number>();
  for (const { from, events } of parts[0]?.rows ?? []) {
    const time = typeof from === 'string' ? Date.parse(from) : Number.NaN;
    if (!Number.isNaN(time) && typeof events === 'number') steps.set(Math.floor(time / step), events);
  }
  if (steps.size === 0) return [];
  const [first, last] = [Math.min(...steps.keys()), Math.max(...steps.keys())];
  return Array.from({ length: Math.min(last - first + 1, MOST_POINTS) }, (_, at) => ({
    from: new Date((first + at) * step).toISOString(),
    events: steps.get(first + at) ?? 0,
  }));
}

/** More than are asked for. */
const MOST_POINTS = 62;
