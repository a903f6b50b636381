import type { AskDocument } from '../../api/documents.ts';

/** A moment and how much was seen from then on. */
export interface Point {
  /** ISO time. */
  readonly from: string;
  readonly events: number;
}

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** The first column of times with the first of numbers; empty where the answer has no such columns. */
export function pointsOf({ rows }: AskDocument): Point[] {
  const [first] = rows;
  if (first === undefined) return [];
  const time = first.findIndex((cell) => typeof cell === 'string' && TIME.test(cell));
  const number = first.findIndex((cell) => typeof cell === 'number');
  if (time === -1 || number === -1) return [];
  return rows.map((row) => ({ from: String(row[time]), events: Number(row[number]) }));
}
