import { ProcFsError, type ProcFs, type ProcFsReason } from './proc-fs.ts';

/** A process as a test describes it; what is left out does not exist. */
export interface RecordedProcess {
  /** Descriptor to link target: `{ 3: 'socket:[4711]' }`. */
  readonly fds?: Readonly<Record<number, string>>;
  /** Content of /proc/PID/stat. */
  readonly stat?: string;
  readonly status?: string;
  readonly cmdline?: string;
  readonly cgroup?: string;
  readonly exe?: string;
}

/** A line of /proc/PID/stat as the kernel prints it, with only the fields that Portolan reads filled in. */
export function statLine(pid: number, comm: string, parent = 1, startTicks = 0): string {
  return `${pid} (${comm}) S ${parent} ${pid} ${pid} 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1 0 ${startTicks} 1000000 250 0\n`;
}

/**
 * A file system in memory that stands in for the kernel's. Like the real one it hands out its files in pieces from one
 * buffer that it reuses, and it can refuse, or let a process end between two looks at it.
 */
export class RecordedProcFs implements ProcFs {
  /** Every path that was asked for, in order. */
  readonly asked: string[] = [];
  readonly #files = new Map<string, string>();
  readonly #links = new Map<string, string>();
  readonly #failures = new Map<string, ProcFsReason>();
  readonly #vanishing = new Map<string, string>();
  readonly #pieceBytes: number;

  constructor(pieceBytes = 4096) {
    this.#pieceBytes = pieceBytes;
  }

  file(path: string, text: string): this {
    this.#files.set(path, text);
    return this;
  }

  symbolicLink(path: string, target: string): this {
    this.#links.set(path, target);
    return this;
  }

  /** Everything at or below the path fails from now on. */
  fail(path: string, reason: ProcFsReason): this {
    this.#failures.set(path, reason);
    return this;
  }

  /** The process is gone as soon as the given path of it was looked at. */
  vanishAfter(path: string, pid: number): this {
    this.#vanishing.set(path, `proc/${pid}`);
    return this;
  }

  process(pid: number, process: RecordedProcess): this {
    const folder = `proc/${pid}`;
    this.#files.set(`${folder}/stat`, process.stat ?? statLine(pid, `process-${pid}`));
    for (const name of ['status', 'cmdline', 'cgroup'] as const) {
      const text = process[name];
      if (text !== undefined) this.#files.set(`${folder}/${name}`, text);
    }
    this.#files.set(`${folder}/fd/`, '');
    for (const [descriptor, target] of Object.entries(process.fds ?? {})) {
      this.#links.set(`${folder}/fd/${descriptor}`, target);
    }
    if (process.exe !== undefined) this.#links.set(`${folder}/exe`, process.exe);
    return this;
  }

  /** What was recorded, to be written into a real folder: files, links, and the folders that are closed. */
  get content(): { files: ReadonlyMap<string, string>; links: ReadonlyMap<string, string>; closed: readonly string[] } {
    const closed = [...this.#failures].filter(([, reason]) => reason === 'denied').map(([path]) => path);
    return { files: this.#files, links: this.#links, closed };
  }

  read(path: string): string | null {
    const text = this.#failureOf(path) === null ? this.#files.get(path) : undefined;
    this.#note(path);
    return text ?? null;
  }

  stream(path: string, take: (bytes: Uint8Array, length: number) => boolean): void {
    this.#throwIfFailing(path);
    const text = this.#files.get(path);
    this.#note(path);
    if (text === undefined)
      throw new ProcFsError('missing', path, `ENOENT: no such file or directory, open '/${path}'`);
    const whole = new TextEncoder().encode(text);
    // What stood in the buffer before stays behind the piece, as it does after a short read.
    const buffer = new Uint8Array(this.#pieceBytes).fill(10);
    for (let at = 0; at < whole.length; at += this.#pieceBytes) {
      const piece = whole.subarray(at, at + this.#pieceBytes);
      buffer.set(piece);
      if (!take(buffer, piece.length)) return;
    }
  }

  list(path: string): string[] {
    this.#throwIfFailing(path);
    const names = new Set<string>();
    let exists = false;
    for (const known of [...this.#files.keys(), ...this.#links.keys()]) {
      if (!known.startsWith(`${path}/`) || this.#failureOf(known) === 'gone') continue;
      exists = true;
      const [name = ''] = known.slice(path.length + 1).split('/');
      if (name !== '') names.add(name);
    }
    this.#note(path);
    if (!exists) throw new ProcFsError('missing', path, `ENOENT: no such file or directory, scandir '/${path}'`);
    return [...names];
  }

  link(path: string): string | null {
    const target = this.#failureOf(path) === null ? this.#links.get(path) : undefined;
    this.#note(path);
    return target ?? null;
  }

  #note(path: string): void {
    this.asked.push(path);
    const vanishing = this.#vanishing.get(path);
    if (vanishing !== undefined) this.#failures.set(vanishing, 'gone');
  }

  #failureOf(path: string): ProcFsReason | null {
    for (const [failing, reason] of this.#failures) {
      if (path === failing || path.startsWith(`${failing}/`)) return reason;
    }
    return null;
  }

  #throwIfFailing(path: string): void {
    const reason = this.#failureOf(path);
    if (reason !== null) throw new ProcFsError(reason, path, `${reason}, '/${path}'`);
  }
}
