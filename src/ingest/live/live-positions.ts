import type { LiveInput } from '../../traffic/live/live-input.ts';
import type { KnownInputs } from '../../traffic/live/open-live.ts';
import { InputError } from '../../traffic/input/input-error.ts';
import { StateFault, StateReader } from '../../traffic/state/state-reader.ts';
import { StateWriter } from '../../traffic/state/state-writer.ts';
import { FollowedFiles } from '../files/followed-files.ts';
import type { Spool } from '../spool/spool.ts';

const PREFIX = 'live ';
const TIME_KEY = 'time';
/** Raised when an input writes down its place in another way. */
const FORMAT = 1;

/** How far live inputs were read, as the records of a spool say it. */
export class LivePositions implements KnownInputs {
  /** Inputs come and go; each is known by its key. */
  readonly keys = [];
  /** What of files is known by their contents, also to whoever gives them by name. */
  readonly files: FollowedFiles;
  readonly #spool: Spool;
  readonly #written = new Map<string, Buffer>();

  constructor(spool: Spool) {
    this.#spool = spool;
    this.files = new FollowedFiles(() => spool.positions);
  }

  get path(): string {
    return this.#spool.folder;
  }

  get savedAt(): number | null {
    const bytes = this.#spool.position(TIME_KEY);
    return bytes === null ? null : Number(Buffer.from(bytes).toString('latin1'));
  }

  input(key: string): StateReader | null {
    const bytes = this.#spool.position(PREFIX + key);
    if (bytes === null) return null;
    const reader = new StateReader(bytes);
    return reader.integer() === FORMAT ? reader : null;
  }

  orRefused<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof StateFault)) throw error;
      throw new InputError(
        `${this.path} says in a way that is not understood how far an input was read (${error.message}): name another folder with --spool`,
      );
    }
  }

  /** Whether the place of an input is kept at all. */
  has(key: string): boolean {
    return this.#written.has(key);
  }

  /** What is to be written of inputs that were read since this was asked last; nothing may wait in their batches. */
  take(inputs: readonly LiveInput[], now: number): Map<string, Uint8Array> {
    const changed = new Map<string, Uint8Array>();
    for (const input of inputs) {
      const writer = new StateWriter();
      writer.integer(FORMAT);
      input.save(writer);
      const bytes = writer.toBytes();
      if (bytes.length === 4 || this.#written.get(input.key)?.equals(bytes) === true) continue;
      this.#written.set(input.key, bytes);
      changed.set(PREFIX + input.key, bytes);
    }
    for (const [key, bytes] of this.files.take()) changed.set(key, bytes);
    if (changed.size > 0) changed.set(TIME_KEY, Buffer.from(String(now)));
    return changed;
  }
}
