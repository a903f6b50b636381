import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { identityOf } from './open-input.ts';
import { findPacking } from './packing.ts';

/** Of the beginning and before the place: two logs hardly have the same times in both. */
const PRINT_BYTES = 1024;
const HASH_BYTES = 32;
/** Files beside it that are looked at. */
const MAX_FILES = 10_000;

/** Where the reading of a file stopped, so that it can be found again under another name. */
export interface FilePlace {
  /** Device and number of the file: they are used again for others. */
  readonly identity: string;
  /** Bytes of it that were read. */
  readonly offset: number;
  /** When it was written last, in milliseconds since 1970. */
  readonly modified: number;
  /** SHA-256 of what it begins with and of what stands before the offset. */
  readonly print: Buffer;
}

/** A file, and the byte from which on it is to be read. */
interface Part {
  readonly path: string;
  readonly offset: number;
}

/** What is to be read of a log that changed its name since it was read last. */
export interface FoundAgain {
  /** In the order in which they were written; the last one has the name itself. */
  readonly parts: readonly Part[];
  /** What is missing between them, in sentences. */
  readonly notes: readonly string[];
}

/** Of an open file of which so many bytes were read. */
export function placeOf(descriptor: number, offset: number): FilePlace {
  const stats = fstatSync(descriptor);
  return { identity: identityOf(stats), offset, modified: stats.mtimeMs, print: printOf(descriptor, offset) };
}

export function savePlace({ identity, offset, modified, print }: FilePlace, writer: StateWriter): void {
  writer.text(identity);
  writer.number(offset);
  writer.number(modified);
  writer.bytes(print);
}

export function loadPlace(reader: StateReader): FilePlace {
  return {
    identity: reader.text(64),
    offset: reader.amount(),
    modified: reader.amount(),
    print: Buffer.from(reader.bytes(HASH_BYTES)),
  };
}

/**
 * Finds what is to be read since a place was reached: the rest of the file under whatever name rotation gave it, files that
 * came and went meanwhile, and the file that has the name now. Copies that were made before it was cut (copytruncate) begin
 * with the same bytes. What was packed meanwhile cannot be gone on with, and is told.
 */
export function findAgain(path: string, place: FilePlace): FoundAgain {
  const { identity, offset } = place;
  if (identityAt(path) === identity && isAt(path, place)) return { parts: [{ path, offset }], notes: [] };
  const others = filesBeside(path);
  const rest =
    others.find((other) => identityAt(other) === identity && isAt(other, place)) ??
    // Of a file of which nothing was read no copy can be known.
    others.find((other) => offset > 0 && isRotationOf(path, other) && isAt(other, place));
  const since = rest === undefined ? place.modified : modifiedAt(rest);
  const between = others
    .filter((other) => other !== rest && isRotationOf(path, other) && identityAt(other) !== identityAt(path))
    .filter((other) => (rest === undefined ? modifiedAt(other) >= since : modifiedAt(other) > since))
    .sort((a, b) => modifiedAt(a) - modifiedAt(b));
  const later = between.filter((other) => !isPacked(other)).map((other) => ({ path: other, offset: 0 }));
  const notes = between.filter(isPacked).map((other) => `${other} was packed meanwhile: what it has is not counted`);
  if (rest !== undefined) return { parts: [{ path: rest, offset }, ...later, { path, offset: 0 }], notes };
  notes.unshift(
    `what was read of ${path} is not beside it any more: what came into it behind byte ${offset}, before it was cut or got another name, is not counted`,
  );
  return { parts: [...later, { path, offset: 0 }], notes };
}

/** Whether the file has all that was read up to the place, and so is it or a copy. */
function isAt(path: string, { offset, print }: FilePlace): boolean {
  return withFile(path, false, (descriptor) => {
    const stats = fstatSync(descriptor);
    // A copy is known by what was read of it: of an empty one nothing was.
    return stats.isFile() && stats.size >= offset && printOf(descriptor, offset).equals(print);
  });
}

function printOf(descriptor: number, offset: number): Buffer {
  const piece = Buffer.alloc(PRINT_BYTES);
  const hash = createHash('sha256');
  const length = Math.min(offset, PRINT_BYTES);
  hash.update(piece.subarray(0, readSync(descriptor, piece, 0, length, 0)));
  hash.update(piece.subarray(0, readSync(descriptor, piece, 0, length, offset - length)));
  return hash.digest();
}

function filesBeside(path: string): string[] {
  const name = basename(path);
  try {
    return readdirSync(dirname(path))
      .filter((other) => other !== name)
      .slice(0, MAX_FILES)
      .map((other) => join(dirname(path), other));
  } catch {
    return [];
  }
}

/** Whether a name is what rotation makes of another: `kern.log.1`, `kern.log-20261122.gz`, `kern-20261122.log`. */
function isRotationOf(path: string, other: string): boolean {
  const name = basename(path);
  const ending = extname(name);
  const found = basename(other).replace(/\.(gz|xz|bz2|zst|lz4)$/, '');
  const stem = name.slice(0, name.length - ending.length);
  const mark = found.startsWith(name)
    ? found.slice(name.length)
    : found.startsWith(stem) && found.endsWith(ending)
      ? found.slice(stem.length, found.length - ending.length)
      : '';
  return /^[._-](old|\d[\dT._-]*)$/.test(mark);
}

function identityAt(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : identityOf(stats);
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isPacked(path: string): boolean {
  return withFile(path, true, (descriptor) => {
    const head = Buffer.alloc(16);
    const { packing, unreadable } = findPacking(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)));
    return packing !== 'none' || unreadable !== null;
  });
}

/** What `look` says of an open file; `otherwise` where it went meanwhile, or may not be read. */
function withFile(path: string, otherwise: boolean, look: (descriptor: number) => boolean): boolean {
  let descriptor: number | null = null;
  try {
    if (!statSync(path).isFile()) return otherwise;
    descriptor = openSync(path, 'r');
    return look(descriptor);
  } catch {
    return otherwise;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
