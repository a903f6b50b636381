import type { AskDocument } from '../../api/documents.ts';

/** A moment and how much was seen from then on. */
export interface Point {
  /** ISO time. */
  readonly from: string;
  readonly events: number;
}

/** What the question `timeline` answers, as points; rows of another shape are left out. */
export function pointsOf({ parts }: AskDocument): Point[] {
  return (parts[0]?.rows ?? []).flatMap(({ from, events }) => {
    const isPoint = typeof from === 'string' && !Number.isNaN(Date.parse(from)) && typeof events === 'number';
    return isPoint ? [{ from, events }] : [];
  });
}
