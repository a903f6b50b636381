/** The folder of an embedded store; this file touches the system. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TableName } from '../schema.ts';

/** Sealed rows of one table and day: `events-20414-0.parquet`; a day that is sealed again has a next one. */
const SEALED = /^([a-z]+)-(\d+)-(\d+)\.parquet$/;

export interface SealedFile {
  readonly name: string;
  readonly table: string;
  /** Days since 1970. */
  readonly day: number;
}

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

  sealedFiles(): SealedFile[] {
    return this.#names().flatMap((name): SealedFile[] => {
      const match = SEALED.exec(name);
      return match === null ? [] : [{ name, table: match[1] ?? '', day: Number(match[2]) }];
    });
  }

  /** A name that is not taken. */
  nameFor(table: TableName, day: number): string {
    const taken = new Set(this.#names());
    let number = 0;
    while (taken.has(`${table}-${day}-${number}.parquet`)) number++;
    return `${table}-${day}-${number}.parquet`;
  }

  rename(from: string, to: string): void {
    renameSync(this.pathOf(from), this.pathOf(to));
  }

  remove(name: string): void {
    rmSync(this.pathOf(name), { force: true });
  }

  /** Files that were being written when a process ended. */
  removeHalves(): void {
    for (const name of this.#names()) if (name.endsWith('.part')) this.remove(name);
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#names().reduce((sum, name) => sum + statSync(this.pathOf(name)).size, 0);
  }

  #names(): string[] {
    return readdirSync(this.path, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  }
}
