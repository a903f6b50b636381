import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);
/** Of an entry that has not come whole yet; those of the kernel have some hundred bytes. */
const MAX_ENTRY_BYTES = 1_048_576;
const ANSWER_MILLISECONDS = 10_000;
/** What journalctl takes for one; see systemd.journal-fields(7). */
const CURSOR = /^[0-9A-Za-z=;]{1,512}$/;
const CURSOR_FIELD = /"__CURSOR"\s*:\s*"([^"\\]{1,512})"/;

/**
 * How far the journal was read: the cursor of the last whole entry that was handed on. Reading goes on with that entry,
 * which is left out, and not behind it: so it is noticed when the journal has thrown it away meanwhile.
 */
export class JournalPlace {
  /** Of the entry that was read last; null where the journal had none yet. */
  #cursor: string | null;
  readonly #wasSaved: boolean;
  readonly #notes: Set<string>;
  /** Whether the end of the journal could be found. */
  #isKnown = true;
  #isFirst = true;
  /** Of an entry that has not come whole yet. */
  #partial: Buffer = NOTHING;

  private constructor(cursor: string | null, wasSaved: boolean, notes: Set<string>) {
    this.#cursor = cursor;
    this.#wasSaved = wasSaved;
    this.#notes = notes;
  }

  /** Behind what the journal has now. */
  static async atEnd(program = 'journalctl'): Promise<JournalPlace> {
    const words = ['--no-pager', '--lines=1', '--output=json', '_TRANSPORT=kernel'];
    try {
      const { stdout } = await promisify(execFile)(program, words, { timeout: ANSWER_MILLISECONDS });
      return new JournalPlace(cursorOf(stdout), false, new Set());
    } catch {
      const place = new JournalPlace(null, false, new Set());
      place.#isKnown = false; // why it cannot be read is told when it is followed
      return place;
    }
  }

  /** Where another run stopped. */
  static load(reader: StateReader): JournalPlace {
    const cursor = reader.text(512);
    if (cursor !== '' && !CURSOR.test(cursor)) throw reader.fault('what is no cursor of a journal');
    return new JournalPlace(cursor === '' ? null : cursor, true, new Set());
  }

  save(writer: StateWriter): void {
    writer.text(this.#cursor ?? '');
  }

  /** What journalctl is asked, so that it begins there; the last boot's messages too, if they were not read. */
  get words(): readonly string[] {
    if (!this.#isKnown) return ['--lines=0', '_TRANSPORT=kernel'];
    return ['--no-tail', ...(this.#cursor === null ? [] : [`--cursor=${this.#cursor}`]), '_TRANSPORT=kernel'];
  }

  get notes(): ReadonlySet<string> {
    return this.#notes;
  }

  /** What of the bytes that came is to be handed on: all but the entry that was read already. */
  pass(bytes: Buffer): Buffer {
    if (!this.#isFirst || this.#cursor === null) return bytes;
    const whole = this.#partial.length === 0 ? bytes : Buffer.concat([this.#partial, bytes]);
    const end = whole.indexOf(NEWLINE);
    if (end === -1 && whole.length < MAX_ENTRY_BYTES) {
      this.#partial = Buffer.from(whole);
      return NOTHING;
    }
    this.#isFirst = false;
    this.#partial = NOTHING;
    if (end !== -1 && cursorOf(whole.toString('latin1', 0, end)) === this.#cursor) return whole.subarray(end + 1);
    if (this.#wasSaved) {
      this.#notes.add(
        'the journal has thrown away the entry that was read last: what came after it and was thrown away too is not counted',
      );
    }
    return whole;
  }

  /** These bytes were handed on. */
  passed(bytes: Buffer): void {
    const end = bytes.lastIndexOf(NEWLINE);
    if (end === -1) {
      if (this.#partial.length < MAX_ENTRY_BYTES) this.#partial = Buffer.concat([this.#partial, bytes]);
      return;
    }
    const start = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
    const last = bytes.toString('latin1', start + 1, end);
    this.#cursor = cursorOf(start === -1 ? this.#partial.toString('latin1') + last : last) ?? this.#cursor;
    this.#partial = Buffer.from(bytes.subarray(end + 1));
  }
}

/** Quotation marks in what a message says are escaped, so none can pretend to be it. */
function cursorOf(entry: string): string | null {
  const [, cursor = ''] = CURSOR_FIELD.exec(entry) ?? [];
  return CURSOR.test(cursor) ? cursor : null;
}
