import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ByteSource } from './file-bytes.ts';
import { InputError, systemCode } from './input-error.ts';
import { StreamBytes } from './stream-bytes.ts';

const MAX_COMPLAINT = 2000;

export interface JournalOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** `json`: one object a line. `export`: blocks of `KEY=value`, binary-safe. */
  readonly format?: 'json' | 'export';
  /** Messages of the past to begin with. */
  readonly past?: number;
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
  #complaint = '';
  #failure: InputError | null = null;
  #isClosed = false;

  constructor(options: JournalOptions) {
    const { signal, format = 'json', past = 0, program = 'journalctl' } = options;
    this.#program = program;
    const child = spawn(program, ['--dmesg', '--follow', '--no-pager', `--lines=${past}`, `--output=${format}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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
    const count = await this.#output.read(into);
    if (this.#complaint !== '') {
      this.notes.clear();
      this.notes.add(`journalctl says: ${this.#complaint.trim()}`);
    }
    if (count > 0 || this.#isClosed) return count;
    await this.#ended;
    if (this.#failure !== null) throw this.#failure;
    return 0;
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
