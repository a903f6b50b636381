/** A backup is a folder: all of a store at one moment as Parquet, which other programs read too, and a manifest with checksums. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { TABLES } from '../schema.ts';
import { StoreError } from '../store.ts';
import { quoted } from './ddl.ts';
import { sealedFiles } from './ledger.ts';
import { FORM } from './migrations.ts';
import { numbersOf } from './rows.ts';
import type { StoreFolder } from './store-folder.ts';

export const MANIFEST = 'manifest.json';
const FORMAT = 'portolan-store-backup@1';

/** Tables that are written whole; the others are the sealed files as they are. */
export function wholeTables(): string[] {
  const hot = Object.values(TABLES).map(({ name }) => `${name}_hot`);
  return [...hot, 'texts', 'sensors', 'batches', 'stored_rows', 'sealed'];
}

export interface BackupFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: typeof FORMAT;
  /** Of the store, see migrations. */
  readonly form: number;
  /** Rows of events, listeners, verdicts and findings. */
  readonly rows: number;
  readonly files: readonly BackupFile[];
}

/**
 * Writes a backup into a folder that is new or empty. The connection is in a transaction, whose snapshot is the moment; sealed files
 * must not go meanwhile. The manifest comes last: a folder without one is no backup. Throws StoreError.
 */
export async function writeBackup(connection: DuckDBConnection, from: StoreFolder, to: string): Promise<Manifest> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  if ((await readdir(to)).length > 0) throw new StoreError(`${to} is not empty; name a new folder for the backup`);
  const sealed = await sealedFiles(connection);
  const files: BackupFile[] = [];
  for (const table of wholeTables()) {
    const file = `${table}.parquet`;
    await connection.run(`COPY ${table} TO ${quoted(join(to, file))} (FORMAT parquet, COMPRESSION zstd)`);
    files.push(await describe(to, file));
  }
  for (const { file } of sealed) {
    await copyFile(from.pathOf(file), join(to, file));
    files.push(await describe(to, file));
  }
  let rows = sealed.filter(({ name }) => name !== 'port_hours').reduce((sum, one) => sum + one.rows, 0);
  for (const { name } of Object.values(TABLES)) {
    const [[hot = null] = []] = await numbersOf(connection, `SELECT count(*) FROM ${name}_hot`);
    rows += Number(hot);
  }
  const manifest: Manifest = { format: FORMAT, form: FORM, rows, files };
  await writeFile(join(to, `${MANIFEST}.part`), `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
  await rename(join(to, `${MANIFEST}.part`), join(to, MANIFEST));
  return manifest;
}

/** Reads the manifest of a backup and holds every file against it. Throws StoreError. */
export async function readBackup(from: string): Promise<Manifest> {
  const manifest = await readManifest(from);
  if (manifest.form > FORM) {
    throw new StoreError(
      `the backup ${from} is of a newer portolan (form ${manifest.form}, and this one knows ${FORM})`,
    );
  }
  for (const expected of manifest.files) {
    if (/[/\\]/.test(expected.file)) throw new StoreError(`the backup ${from} names a file outside of it`);
    const found = await describe(from, expected.file).catch(() => null);
    if (found?.sha256 !== expected.sha256) {
      throw new StoreError(
        `the backup ${from} is damaged: ${expected.file} is ${found === null ? 'not there' : 'not what was written'}; use another backup`,
      );
    }
  }
  return manifest;
}

async function readManifest(from: string): Promise<Manifest> {
  try {
    const manifest = JSON.parse(await readFile(join(from, MANIFEST), 'utf8')) as Partial<Manifest>;
    if (manifest.format === FORMAT && Array.isArray(manifest.files) && typeof manifest.form === 'number')
      return manifest as Manifest;
  } catch {
    // told below
  }
  throw new StoreError(
    `${from} is no backup of a store: it has no ${MANIFEST} that says so; a backup that was not finished has none`,
  );
}

async function describe(folder: string, file: string): Promise<BackupFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, file)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const handle = await open(join(folder, file), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { file, bytes, sha256: hash.digest('hex') };
}
