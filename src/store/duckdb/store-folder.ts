/** The folder of an embedded store; this file touches the system. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SEALED_NAME, type SealedName } from './sealed-file.ts';

/** What is written and has no name yet. */
const HALF = '.part';

export class StoreFolder {
  readonly path: string;

  /** Makes it where it is not there, for its owner alone. */
  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.path = path;
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** A name that is not taken. */
  nameFor(name: SealedName, day: number): string {
    const taken = new Set(this.#names());
    let number = 0;
    while (taken.has(`${name}-${day}-${number}.parquet`) || taken.has(`${name}-${day}-${number}.parquet${HALF}`))
      number++;
    return `${name}-${day}-${number}.parquet`;
  }

  /** Where a file is written before it gets its name. */
  halfOf(name: string): string {
    return this.pathOf(name + HALF);
  }

  /** Gives a file its name when all of it is on disk, and makes the name last. Returns its bytes. */
  finish(name: string): number {
    const path = this.pathOf(name);
    sync(path + HALF);
    renameSync(path + HALF, path);
    if (process.platform !== 'win32') sync(this.path); // a folder cannot be opened there
    return statSync(path).size;
  }

  remove(name: string): void {
    rmSync(this.pathOf(name), { force: true });
  }

  has(name: string, bytes: number): boolean {
    return statSync(this.pathOf(name), { throwIfNoEntry: false })?.size === bytes;
  }

  /** Removes what a process that ended has left: files without a name, and sealed ones that are not among these. */
  removeUnfinished(known: ReadonlySet<string>): void {
    for (const name of this.#names())
      if (name.endsWith(HALF) || (SEALED_NAME.test(name) && !known.has(name))) this.remove(name);
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#names().reduce(
      (sum, name) => sum + (statSync(this.pathOf(name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  }

  #names(): string[] {
    return readdirSync(this.path, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
