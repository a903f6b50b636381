import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ByteSource } from './file-bytes.ts';
import { InputError, systemCode } from './input-error.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { JournalPlace } from './journal-place.ts';
import { StreamBytes } from './stream-bytes.ts';

const MAX_COMPLAINT = 2000;

export interface JournalOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** `json`: one object a line. `export`: blocks of `KEY=value`, binary-safe. */
  readonly format?: 'json' | 'export';
  /** Messages of the past to begin with. */
  readonly past?: number;
  /** Where to begin, and what keeps how far it was read; `past` counts without it only. */
  readonly place?: JournalPlace | null;
  /** By default `journalctl`, wherever it is. */
  readonly program?: string;
}

/** What the kernel logs from now on, as the systemd journal has it: `journalctl -k -f`, which ends with the reader. */
export class Journal implements ByteSource {
  readonly name = 'the journal';
  readonly notes = new Set<string>();
  readonly #program: string;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #output: StreamBytes;
  readonly #ended: Promise<void>;
  readonly #place: JournalPlace | null;
  /** What came and was not handed on yet. */
  #rest: Buffer = Buffer.alloc(0);
  #complaint = '';
  #failure: InputError | null = null;
  #isClosed = false;

  constructor(options: JournalOptions) {
    const { signal, format = 'json', past = 0, program = 'journalctl' } = options;
    this.#program = program;
    this.#place = options.place ?? null;
    // --dmesg is what the kernel wrote since it was started.
    const [from, which] = this.#place === null ? [[`--lines=${past}`], ['--dmesg']] : [[], this.#place.words];
    const words = [...which, '--follow', '--no-pager', ...from, `--output=${format}`];
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#output = new StreamBytes(child.stdout, this.name);
    child.stderr.on('data', (text: Buffer) => {
      this.#complaint = (this.#complaint + text.toString('utf8')).slice(0, MAX_COMPLAINT);
    });
    this.#ended = new Promise((resolve) => {
      child.on('error', (error) => {
        this.#failure = this.#startFailure(error);
        resolve();
      });
      child.on('close', (code) => {
        if (code !== null && code !== 0) this.#failure ??= this.#endFailure(code);
        resolve();
      });
    });
    if (signal.aborted) this.close();
    else signal.addEventListener('abort', () => this.close(), { once: true });
  }

  /** Waits until the kernel logs something; 0 once it was ended. Rejects with InputError when journalctl fails. */
  async read(into: Buffer): Promise<number> {
    const count = await this.#readPlaced(into);
    if (this.#complaint !== '') {
      this.notes.clear();
      this.notes.add(`journalctl says: ${this.#complaint.trim()}`);
    }
    for (const note of this.#place?.notes ?? []) this.notes.add(note);
    if (count > 0 || this.#isClosed) return count;
    await this.#ended;
    if (this.#failure !== null) throw this.#failure;
    return 0;
  }

  /** Writes how far it was read, for the place of another run. */
  save(writer: StateWriter): void {
    if (this.#place === null) writer.text('');
    else this.#place.save(writer);
  }

  async #readPlaced(into: Buffer): Promise<number> {
    const place = this.#place;
    if (place === null) return this.#output.read(into);
    while (this.#rest.length === 0) {
      const count = await this.#output.read(into);
      if (count === 0) return 0;
      this.#rest = Buffer.from(place.pass(into.subarray(0, count)));
    }
    const count = this.#rest.copy(into);
    place.passed(this.#rest.subarray(0, count));
    this.#rest = this.#rest.subarray(count);
    return count;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#child.kill();
    this.#output.close();
  }

  #startFailure(error: Error): InputError {
    const isMissing = systemCode(error) === 'ENOENT';
    const reason = isMissing ? `there is no ${this.#program} here` : error.message;
    return new InputError(`cannot follow the journal: ${reason}. Follow a file instead, such as /var/log/kern.log`);
  }

  #endFailure(code: number): InputError {
    const said = this.#complaint.trim();
    return new InputError(`journalctl ended with ${code}${said === '' ? '' : `: ${said}`}`);
  }
}
