import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';

/** Of each list, as many as no input has. */
const MAX_ITEMS = 4096;
/** Times when nobody read that are told. */
export const MAX_GAPS = 8;
/** By so many first letters a note is known to be of one. */
const GAP_WORDS = 17;

/** What became of an input, said at the end: nothing is dropped silently. */
export interface InputTotals {
  /** Lines, packets or records. */
  records: number;
  events: number;
  /** Of the format, without an event in it: headers, comments. */
  silent: number;
  /** Lines of something else, by the program that wrote them: `sshd` 4,812. */
  readonly foreign: Map<string, number>;
  malformed: number;
  /** Numbers of the first malformed records, at most 8. */
  readonly firstMalformed: number[];
  /** Bytes of the unpacked input. */
  bytes: number;
  readonly notes: Set<string>;
}

export function newInputTotals(): InputTotals {
  return {
    records: 0,
    events: 0,
    silent: 0,
    foreign: new Map(),
    malformed: 0,
    firstMalformed: [],
    bytes: 0,
    notes: new Set(),
  };
}

/** Notes the time when nobody read; of many such times the last ones. */
export function noteGap(notes: Set<string>, gap: string): void {
  const gaps = [...notes].filter((note) => note.startsWith(gap.slice(0, GAP_WORDS)));
  for (const note of gaps.slice(0, Math.max(gaps.length + 1 - MAX_GAPS, 0))) notes.delete(note);
  notes.add(gap);
}

export function saveTotals(totals: InputTotals, writer: StateWriter): void {
  for (const name of SUMS) writer.number(totals[name]);
  writer.list(totals.foreign, ([program, lines]) => {
    writer.text(program);
    writer.number(lines);
  });
  writer.list(totals.firstMalformed, (record) => writer.number(record));
  writer.list([...totals.notes].slice(-MAX_ITEMS), (note) => writer.text(note));
}

/** In the place of what the totals were. */
export function loadTotals(totals: InputTotals, reader: StateReader): void {
  for (const name of SUMS) totals[name] = reader.amount();
  totals.foreign.clear();
  reader.list(MAX_ITEMS, () => totals.foreign.set(reader.text(), reader.amount()));
  totals.firstMalformed.length = 0;
  reader.list(MAX_ITEMS, () => totals.firstMalformed.push(reader.amount()));
  totals.notes.clear();
  reader.list(MAX_ITEMS, () => totals.notes.add(reader.text()));
}

const SUMS = ['records', 'events', 'silent', 'malformed', 'bytes'] as const;
