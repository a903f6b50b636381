import type { Knowledge } from '../../knowledge/knowledge.ts';
import { InputError } from '../input/input-error.ts';
import { StateFile } from '../input/state-file.ts';
import { fingerprintOf } from '../input/state-envelope.ts';
import { patternFacts } from '../patterns/fingerprint.ts';
import { StateReader } from '../state/state-reader.ts';
import { StateWriter } from '../state/state-writer.ts';
import type { LiveReader } from './live-reader.ts';

/** More than anybody names. */
const MAX_INPUTS = 4096;

/** What another run saved. */
interface Saved {
  /** Seconds since 1970. */
  readonly at: number;
  readonly own: string;
  /** By key, in the order of the places that evidence names. */
  readonly inputs: ReadonlyMap<string, Buffer>;
  /** Of the reader, not read yet. */
  readonly rest: StateReader;
}

/**
 * Keeps in a file what a live reading knows, so that another run goes on with it however this one ends: how far each input
 * was read, and of the same moment what was found in it and told of it.
 */
export class LiveState {
  readonly #file: StateFile;
  readonly #own: string;
  readonly #saved: Saved | null;
  /** What was written last of each input. */
  #written: readonly Buffer[] | null = null;

  /** `own`: the networks that were told to be ours. Throws InputError where the file is of no use. */
  constructor(path: string, knowledge: Knowledge, own: string) {
    this.#file = new StateFile(path, fingerprintOf(patternFacts(knowledge)));
    this.#own = own;
    const content = this.#file.read();
    this.#saved = content === null ? null : this.#file.orRefused(() => readSaved(new StateReader(content)));
    if (this.#saved !== null && this.#saved.own !== own) {
      const [was, is] = [this.#saved.own, own].map((one) => (one === '' ? 'no --own' : `--own ${one}`));
      throw new InputError(
        `${path} is the state of a reading with ${was}, and now there is ${is}: say the same, or name another file with --state`,
      );
    }
  }

  get path(): string {
    return this.#file.path;
  }

  /** When it was saved last, by whichever run: seconds since 1970. */
  get savedAt(): number | null {
    return this.#saved?.at ?? null;
  }

  /** The inputs of the run before, in its order. */
  get keys(): readonly string[] {
    return [...(this.#saved?.inputs.keys() ?? [])];
  }

  /** What was saved of an input; null where it is a new one. */
  input(key: string): StateReader | null {
    const bytes = this.#saved?.inputs.get(key);
    return bytes === undefined ? null : new StateReader(bytes);
  }

  /** Lets a reader that has read nothing yet go on from there. Throws InputError where the file is of no use. */
  restore(reader: LiveReader): void {
    const saved = this.#saved;
    if (saved === null) return;
    this.#file.orRefused(() => {
      reader.load(saved.rest);
      saved.rest.end();
    });
  }

  /** What goes wrong with what `input` gave is told as a fault of the file. */
  orRefused<Result>(action: () => Result): Result {
    return this.#file.orRefused(action);
  }

  /**
   * Takes what is known now, at once, if anything was read since it was saved last; resolves when it is on the disk.
   * Rejects with InputError.
   */
  async save(reader: LiveReader, now: number): Promise<void> {
    const parts = reader.inputs.map((input) => {
      const part = new StateWriter();
      input.save(part);
      return { key: input.key, bytes: part.toBytes() };
    });
    if (this.#written?.every((bytes, place) => parts[place]?.bytes.equals(bytes) === true) === true) return;
    const writer = new StateWriter();
    writer.number(now);
    writer.text(this.#own);
    writer.list(parts, ({ key, bytes }) => {
      writer.text(key);
      writer.bytes(bytes);
    });
    reader.save(writer);
    await this.#file.write(writer.finish());
    this.#written = parts.map(({ bytes }) => bytes);
  }
}

function readSaved(reader: StateReader): Saved {
  const at = reader.amount();
  const own = reader.text();
  const inputs = new Map<string, Buffer>();
  reader.list(MAX_INPUTS, () => inputs.set(reader.text(), reader.bytes()));
  return { at, own, inputs, rest: reader };
}
