import { ProcFsError, type ProcFs } from '../../sockets/linux/proc-fs.ts';

/** A tree of files in memory in place of /proc and /etc: whoever reads it can come upon nothing of the real machine. */
export class MemoryProcFs implements ProcFs {
  readonly #files = new Map<string, string>();
  readonly #links = new Map<string, string>();
  /** Names in each folder. */
  readonly #folders = new Map<string, Set<string>>();

  file(path: string, text: string): void {
    this.#files.set(path, text);
    this.#enter(path);
  }

  /** A symbolic link. */
  target(path: string, to: string): void {
    this.#links.set(path, to);
    this.#enter(path);
  }

  /** A folder that may stay empty. */
  folder(path: string): void {
    if (this.#folders.has(path)) return;
    this.#folders.set(path, new Set());
    this.#enter(path);
  }

  read(path: string): string | null {
    return this.#files.get(path) ?? null;
  }

  stream(path: string, take: (bytes: Uint8Array, length: number) => boolean): void {
    const text = this.#files.get(path);
    if (text === undefined) throw missing(path);
    const bytes = new TextEncoder().encode(text);
    take(bytes, bytes.length);
  }

  list(path: string): string[] {
    const names = this.#folders.get(path);
    if (names === undefined) throw missing(path);
    return [...names];
  }

  link(path: string): string | null {
    return this.#links.get(path) ?? null;
  }

  #enter(path: string): void {
    const slash = path.lastIndexOf('/');
    if (slash === -1) return;
    const folder = path.slice(0, slash);
    this.folder(folder);
    this.#folders.get(folder)?.add(path.slice(slash + 1));
  }
}

function missing(path: string): ProcFsError {
  return new ProcFsError('missing', path, `there is no /${path}`);
}
