/**
 * What a measure reports. A figure either has a target, and holds or misses it, or is for the record; what could not be
 * measured says why, because a figure that is silently absent reads like one that was fine.
 */
export type Verdict = 'held' | 'missed' | 'skipped' | 'for the record';

export interface Figure {
  /** What was counted, a clause: "records of the XML that stand unchanged in the file of facts". */
  readonly what: string;
  /** As people read it: `14,533 of 14,533`. Null when skipped. */
  readonly figure: string | null;
  /** The same for machines; null where it is no single number. */
  readonly value: number | null;
  /** What it should be, in words; null for the record. */
  readonly target: string | null;
  readonly verdict: Verdict;
  /** Why it was skipped, or what one should know to read it. */
  readonly note: string | null;
  /** What is behind the figure, one by one: the differences, the ports without an answer. */
  readonly list: readonly string[];
}

/** One measure of the knowledge base (docs/measures.md has a section for each). */
export interface Measure {
  readonly id: string;
  readonly title: string;
  run(): readonly Figure[] | Promise<readonly Figure[]>;
}

type Extras = Partial<Pick<Figure, 'note' | 'list'>>;

/** So many of so many; held when it is all of them, or at least `atLeast`. */
export function share(what: string, count: number, total: number, extras: Extras & { atLeast?: number } = {}): Figure {
  const { atLeast = total, note = null, list = [] } = extras;
  const verdict = count >= atLeast && total > 0 ? 'held' : 'missed';
  const target = atLeast === total ? 'all' : `at least ${formatCount(atLeast)}`;
  return { what, figure: formatShare(count, total), value: count, target, verdict, note, list };
}

/** A count that should be nought. */
export function none(what: string, found: readonly string[], note: string | null = null): Figure {
  const verdict = found.length === 0 ? 'held' : 'missed';
  return { what, figure: formatCount(found.length), value: found.length, target: '0', verdict, note, list: found };
}

/** A number without a target. */
export function record(what: string, figure: string, value: number | null, extras: Extras = {}): Figure {
  const { note = null, list = [] } = extras;
  return { what, figure, value, target: null, verdict: 'for the record', note, list };
}

/** So many of so many, without a target. */
export function recordShare(what: string, count: number, total: number, extras: Extras = {}): Figure {
  const percent = total === 0 ? '' : ` (${((100 * count) / total).toFixed(1)} %)`;
  return record(what, `${formatShare(count, total)}${percent}`, count, extras);
}

export function skipped(what: string, reason: string): Figure {
  return { what, figure: null, value: null, target: null, verdict: 'skipped', note: reason, list: [] };
}

/** `12,341`, whatever the locale of the machine. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

function formatShare(count: number, total: number): string {
  return `${formatCount(count)} of ${formatCount(total)}`;
}
