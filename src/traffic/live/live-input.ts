import type { Abilities } from '../decoders/decoder.ts';
import type { FilePlace } from '../input/file-place.ts';
import type { Input } from '../input/open-input.ts';
import type { InputTotals } from '../input-totals.ts';
import type { InputSummary } from '../report/traffic-report.ts';

/** What can be read again of an input; null where nothing can. */
export type Evident = Pick<Input, 'path' | 'identity' | 'packing'>;

/** An input's part of the state that outlives the program. */
export interface SavedInput {
  /** What it is: `follow /var/log/kern.log`. */
  readonly key: string;
  /** Of a file: from where it is to be read. */
  readonly place: FilePlace | null;
  readonly totals: SavedTotals | null;
}

export type SavedTotals = Omit<InputTotals, 'foreign' | 'notes'> & {
  readonly foreign: readonly (readonly [string, number])[];
};

/** Something that is read as it comes. */
export interface LiveInput {
  readonly key: string;
  /** As a person is told at the beginning: `/var/log/kern.log, from its end`. */
  readonly title: string;
  /** Reads; resolves when there is nothing more to come. Rejects with InputError. */
  run(): Promise<void>;
  /** Hands over the events there are. */
  flush(): void;
  /** No time in it is later than that by much: seconds since 1970. */
  moveTo(now: number): void;
  /** Nothing more comes: what was held back is handed over. */
  end(): void;
  close(): Promise<void>;
  /** By now. */
  readonly summary: InputSummary;
  readonly abilities: Abilities | null;
  readonly evident: Evident | null;
  /** What to go on with; everything before it was handed over. */
  save(): SavedInput;
}

/** Notes are not kept: they are said anew. */
export function saveTotals(totals: InputTotals): SavedTotals {
  const { records, events, silent, malformed, bytes, firstMalformed, foreign } = totals;
  return { records, events, silent, malformed, bytes, firstMalformed: [...firstMalformed], foreign: [...foreign] };
}

export function restoreTotals(into: InputTotals, { foreign, firstMalformed, ...counts }: SavedTotals): void {
  Object.assign(into, counts);
  into.firstMalformed.push(...firstMalformed);
  for (const [program, count] of foreign) into.foreign.set(program, count);
}
