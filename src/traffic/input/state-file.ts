import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { inputError, InputError } from './input-error.ts';

const TITLE = 'portolan traffic state 1';
const HASH_LENGTH = 64;

const COLUMN_TYPES = { Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array } as const;
type ColumnType = keyof typeof COLUMN_TYPES;
export type Column = InstanceType<(typeof COLUMN_TYPES)[ColumnType]>;

/** What a state file holds: a value that JSON can write, and columns of numbers by name. */
export interface StateContent {
  readonly value: unknown;
  readonly columns: ReadonlyMap<string, Column>;
}

interface Manifest {
  readonly endianness: string;
  readonly value: unknown;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly length: number }[];
}

/**
 * Writes a state in the place of the last one: whenever the program or the machine ends, one of the two is there whole.
 * A line that says what it is, the SHA-256 of all behind it, a line of JSON, the bytes of the columns. Throws InputError.
 */
export function writeState(path: string, { value, columns }: StateContent): void {
  const manifest: Manifest = {
    endianness: endianness(),
    value,
    columns: [...columns].map(([name, { length, constructor }]) => ({
      name,
      type: constructor.name as ColumnType,
      length,
    })),
  };
  const parts = [
    Buffer.from(`${JSON.stringify(manifest)}\n`),
    ...[...columns.values()].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const beside = `${path}.${process.pid}.new`;
  try {
    // Who reads it knows whom the traffic was between, and could choose addresses that the tables hold badly.
    const descriptor = openSync(beside, 'w', 0o600);
    try {
      for (const part of [Buffer.from(`${TITLE}\n${hash.digest('hex')}\n`), ...parts]) writeAll(descriptor, part);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    const { message } = inputError(error, path);
    throw new InputError(`cannot write the state file ${path}: ${message}`, { cause: error });
  }
}

/** The state that was written last; null where there is none yet. Throws InputError where it is damaged or none of ours. */
export function readState(path: string): StateContent | null {
  if (!existsSync(path)) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw inputError(error, path);
  }
  const title = Buffer.from(`${TITLE}\n`);
  if (!bytes.subarray(0, title.length).equals(title)) {
    throw new InputError(`${path} is no state of this portolan: name another file, or remove it to begin anew`);
  }
  const start = title.length + HASH_LENGTH + 1;
  const content = bytes.subarray(start);
  const hash = createHash('sha256').update(content).digest('hex');
  if (bytes.toString('latin1', title.length, start) !== `${hash}\n`) {
    throw new InputError(`${path} is damaged: its checksum is another one. Remove it to begin anew`);
  }
  const end = content.indexOf(10);
  const manifest = JSON.parse(content.toString('utf8', 0, end)) as Manifest;
  if (manifest.endianness !== endianness()) {
    throw new InputError(`${path} was written on another kind of machine: remove it to begin anew`);
  }
  return { value: manifest.value, columns: readColumns(content.subarray(end + 1), manifest) };
}

function readColumns(bytes: Buffer, { columns }: Manifest): Map<string, Column> {
  const result = new Map<string, Column>();
  let at = 0;
  for (const { name, type, length } of columns) {
    const column = new COLUMN_TYPES[type](length);
    // A copy, because a column must begin at a multiple of its width.
    new Uint8Array(column.buffer).set(bytes.subarray(at, at + column.byteLength));
    at += column.byteLength;
    result.set(name, column);
  }
  return result;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}
