import { InputError } from '../input/input-error.ts';
import { readState, writeState, type Column } from '../input/state-file.ts';
import { isoTime } from '../report/words-of.ts';
import { NOT_KEPT, packAnalysis, unpackAnalysis, type PackedAnalysis } from './analysis-state.ts';
import type { SavedInput } from './live-input.ts';
import type { LiveReader } from './live-reader.ts';
import type { Size } from './told.ts';

/** What a state file holds besides columns. */
interface PackedLive {
  /** Seconds since 1970. */
  readonly savedAt: number;
  readonly inputs: readonly SavedInput[];
  readonly told: readonly (readonly [string, Size])[];
  readonly late: number;
  readonly ahead: number;
  readonly analysis: PackedAnalysis;
}

/** What a live reading knows, in a file, so that it can go on after it was ended, however that was. */
export class LiveState {
  readonly #path: string;
  readonly #content: { readonly value: PackedLive; readonly columns: ReadonlyMap<string, Column> } | null;
  /** What was written last. */
  #written = '';

  /** `keys`: what the inputs are, in their order. Throws InputError where the state is damaged, or one of other inputs. */
  constructor(path: string, keys: readonly string[]) {
    this.#path = path;
    const content = readState(path);
    this.#content = content === null ? null : { value: content.value as PackedLive, columns: content.columns };
    const known = this.#content?.value.inputs.map(({ key }) => key) ?? keys;
    if (known.join('\n') !== keys.join('\n')) {
      throw new InputError(
        `${path} is the state of reading other things (${known.join(', ')}): name these in this order, or another file`,
      );
    }
  }

  /** What it has of the inputs, by key. */
  get inputs(): ReadonlyMap<string, SavedInput> {
    return new Map(this.#content?.value.inputs.map((input) => [input.key, input]) ?? []);
  }

  /** Lets a reader, which has read nothing yet, go on from there. */
  restore(reader: LiveReader): void {
    if (this.#content === null) return;
    const { value, columns } = this.#content;
    if (!unpackAnalysis(reader.analysis, reader.events, value.analysis, columns)) {
      throw new InputError(`${this.#path} is the state of another version: remove it to begin anew`);
    }
    reader.told.unpack(value.told);
    reader.lateness.late = value.late;
    reader.lateness.ahead = value.ahead;
    reader.restored = `it went on from the state of ${isoTime(value.savedAt) ?? 'another run'}; ${NOT_KEPT}`;
  }

  /** Writes what is known now, if anything was read since. Throws InputError. */
  save({ inputs, told, lateness, analysis, events }: LiveReader, now: number): void {
    const saved = inputs.map((input) => input.save());
    const read = JSON.stringify([saved, analysis.explained.events]);
    if (read === this.#written) return;
    const columns = new Map<string, Column>();
    const value: PackedLive = {
      savedAt: now,
      inputs: saved,
      told: told.pack(),
      late: lateness.late,
      ahead: lateness.ahead,
      analysis: packAnalysis(analysis, events, columns),
    };
    writeState(this.#path, { value, columns });
    this.#written = read;
  }
}
