import { createHash } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';
import type { FileMemory } from '../../traffic/input/file-memory.ts';
import type { Positions } from '../spool/record.ts';
import { beginningOf, decodeRecord, encodeRecord, keyOf, PRINT_BYTES, type FileRecord } from './file-record.ts';

/**
 * What a spool has of followed files, in the records by which files that are read to their end are known: whoever gives a file by name
 * after it was followed, or follows it after it was given, has nothing twice.
 */
export class FollowedFiles implements FileMemory {
  readonly #positions: () => Positions;
  readonly #changed = new Map<string, Uint8Array>();

  constructor(positions: () => Positions) {
    this.#positions = positions;
  }

  readBefore(descriptor: number): Pick<FileRecord, 'length'> | null {
    return this.#find(descriptor)?.record ?? null;
  }

  note(name: string, descriptor: number, from: number, to: number): void {
    if (to <= from) return;
    const found = this.#find(descriptor);
    // What lies between was not read: nothing may say that it was.
    if (found !== null && found.record.length < from) return;
    const key = found?.key ?? this.#newKey(descriptor, to);
    const first = found === null ? from : (found.record.from ?? 0);
    const length = Math.max(to, found?.record.length ?? 0);
    const tail = hashAt(descriptor, Math.max(length - PRINT_BYTES, 0), Math.min(length, PRINT_BYTES));
    const events = found?.record.from === undefined ? 0 : found.record.events;
    this.#changed.set(key, encodeRecord({ name, length, tail, events, isWhole: false, from: first }));
  }

  /** Records that are new since this was asked last. */
  take(): ReadonlyMap<string, Uint8Array> {
    const changed = new Map(this.#changed);
    this.#changed.clear();
    return changed;
  }

  /** The longest that the file begins with. */
  #find(descriptor: number): { readonly key: string; readonly record: FileRecord } | null {
    const { size } = fstatSync(descriptor);
    const beginnings = new Map<number, string>();
    let longest: { readonly key: string; readonly record: FileRecord } | null = null;
    for (const [key, bytes] of new Map([...this.#positions(), ...this.#changed])) {
      const beginning = beginningOf(key);
      if (beginning === null || beginning.length === 0 || beginning.length > size) continue;
      const hash = beginnings.get(beginning.length) ?? hashAt(descriptor, 0, beginning.length);
      beginnings.set(beginning.length, hash);
      const record = hash === beginning.hash ? decodeRecord(bytes) : null;
      if (record === null || record.length > size || record.length <= (longest?.record.length ?? 0)) continue;
      const count = Math.min(record.length, PRINT_BYTES);
      if (hashAt(descriptor, record.length - count, count) === record.tail) longest = { key, record };
    }
    return longest;
  }

  #newKey(descriptor: number, to: number): string {
    const length = Math.min(to, PRINT_BYTES);
    const beginning = { length, hash: hashAt(descriptor, 0, length) };
    const isTaken = (key: string): boolean => this.#positions().has(key) || this.#changed.has(key);
    let number = 0;
    while (isTaken(keyOf(beginning, number))) number++;
    return keyOf(beginning, number);
  }
}

function hashAt(descriptor: number, from: number, length: number): string {
  const piece = Buffer.alloc(length);
  return createHash('sha256')
    .update(piece.subarray(0, readSync(descriptor, piece, 0, length, from)))
    .digest('hex');
}
