import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ByteSource } from './file-bytes.ts';
import { InputError, systemCode } from './input-error.ts';
import { StreamBytes } from './stream-bytes.ts';

const MAX_COMPLAINT = 2000;
/** Headers, and what tells a protocol. */
const SNAP_BYTES = 128;
const DROPPED = /^(\d+) packets? dropped by kernel/m;
const ENDED_MS = 2000;

/** Packets of an interface as a capture: Debian's tcpdump, which has the rights for it and ends with the reader. */
export class Tcpdump implements ByteSource {
  readonly name: string;
  /** What the kernel threw away; known when tcpdump has ended. */
  dropped = 0;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #output: StreamBytes;
  readonly #ended: Promise<void>;
  #complaint = '';
  #failure: InputError | null = null;
  #isClosed = false;

  /** `interfaceName` as `ip link` has it, or `any`. */
  constructor(interfaceName: string, signal: AbortSignal, program = 'tcpdump') {
    this.name = `packets of ${interfaceName}`;
    const words = ['-U', '-n', '-w', '-', '-s', String(SNAP_BYTES), '-i', interfaceName];
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#output = new StreamBytes(child.stdout, this.name);
    child.stderr.on('data', (text: Buffer) => {
      // Its last words have the counts.
      this.#complaint = (this.#complaint + text.toString('utf8')).slice(-MAX_COMPLAINT);
    });
    this.#ended = new Promise((resolve) => {
      child.on('error', (error) => {
        this.#failure = startFailure(error, program);
        resolve();
      });
      child.on('close', (code) => {
        this.dropped = Number(DROPPED.exec(this.#complaint)?.[1] ?? 0);
        if (code !== null && code !== 0 && !this.#isClosed) {
          this.#failure ??= new InputError(`tcpdump ended with ${code}: ${this.#complaint.trim()}`);
        }
        resolve();
      });
    });
    if (signal.aborted) this.close();
    else signal.addEventListener('abort', () => this.close(), { once: true });
  }

  /** Waits for packets; 0 once it was ended. Rejects with InputError when tcpdump fails. */
  async read(into: Buffer): Promise<number> {
    const count = await this.#output.read(into);
    if (count > 0 || this.#isClosed) return count;
    await this.#ended;
    if (this.#failure !== null) throw this.#failure;
    return 0;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#child.kill('SIGINT');
    this.#output.close();
  }

  /** Waits until tcpdump has said its last words. */
  async ended(): Promise<void> {
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, ENDED_MS).unref())]);
  }
}

function startFailure(error: Error, program: string): InputError {
  if (systemCode(error) === 'ENOENT') {
    return new InputError(`there is no ${program} here to take packets with: apt-get install tcpdump`);
  }
  return new InputError(`cannot start ${program}: ${error.message}`);
}
