import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { environment, PORTOLAN } from '../program.fixture.ts';

const PATIENCE_MILLISECONDS = 30_000;

/** The program while it reads what comes. */
export class LiveProgram {
  /** All it wrote so far. */
  out = '';
  err = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(PORTOLAN, ['traffic', ...args], { env: environment(env), stdio: 'pipe' });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.#closed = once(this.#child, 'close');
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  /** Waits until it said that it reads something. */
  async reads(what: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => what.exec(this.err), what);
  }

  async tells(what: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => what.exec(this.out), what);
  }

  /** Ends it by a signal; its exit code, null where the signal killed it. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  async #until(look: () => RegExpExecArray | null, what: RegExp): Promise<RegExpExecArray> {
    const end = Date.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (Date.now() > end || this.#child.exitCode !== null) {
        throw new Error(`never saw ${String(what)}; it said ${JSON.stringify({ out: this.out, err: this.err })}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The events of `--ndjson`. */
export function eventsOf(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export interface LogLine {
  /** Seconds since 1970. */
  readonly time: number;
  readonly source: string;
  readonly target?: string;
  readonly port: number;
}

/** A line of ufw without its end. */
export function ufwLine({ time, source, target = '192.0.2.10', port }: LogLine): string {
  const iso = new Date(time * 1000).toISOString().slice(0, 19);
  return `${iso}+00:00 fw kernel: [UFW BLOCK] IN=eth0 OUT= MAC=00 SRC=${source} DST=${target} LEN=60 TOS=0x00 PREC=0x00 TTL=50 ID=7 PROTO=TCP SPT=40000 DPT=${port} WINDOW=64240 RES=0x00 SYN URGP=0`;
}

/** A scanner that tries ports one after another, a line a second from `time` on. */
export function scanLines(source: string, time: number, from: number, to: number): string {
  let text = '';
  for (let port = from; port < to; port++) text += `${ufwLine({ time: time + port - from, source, port })}\n`;
  return text;
}
