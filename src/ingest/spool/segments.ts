/** The files of a spool; besides its state and its lock, this file alone touches the system. */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { decodeHead, headBytesOf, RECORD_HEAD_BYTES, type RecordHead } from './record.ts';
import { writeSafely } from './safe-file.ts';

/** A segment, by the number of the first message in it, so that names sort as they were written. */
const SEGMENT = /^(\d{16})\.spool$/;
const LOOK_BYTES = 1024 * 1024;
const RECORD_START = Buffer.from('PSR1');
const ALIGNMENT = 8;

export interface Segment {
  readonly name: string;
  readonly path: string;
}

/** A record of a segment, and where it begins. */
export interface FoundRecord {
  readonly offset: number;
  readonly head: RecordHead;
}

/** Bytes of a segment that are no record, though records follow or should: `to` is where the next one begins. */
export interface Damage {
  readonly from: number;
  readonly to: number;
}

export function segmentsOf(folder: string): Segment[] {
  return readdirSync(folder)
    .filter((name) => SEGMENT.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) }));
}

export function segmentName(first: number): string {
  return `${String(first).padStart(16, '0')}.spool`;
}

/** An open segment that is read. */
export class SegmentReader {
  readonly #descriptor: number;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  get size(): number {
    return fstatSync(this.#descriptor).size;
  }

  /** The record that begins at a place; null where none does that has its head whole. */
  recordAt(offset: number): RecordHead | null {
    const start = this.read(offset, RECORD_HEAD_BYTES);
    const length = headBytesOf(start);
    return length === null ? null : decodeHead(this.read(offset, length));
  }

  /** At most so many bytes: fewer at the end of the file. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(Math.min(length, Math.max(this.size - offset, 0)));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#descriptor, bytes, done, bytes.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  /** Where a record begins, at a place or behind it; null where none does. */
  findRecord(from: number): number | null {
    const { size } = this;
    for (let at = from; at < size; at += LOOK_BYTES) {
      const piece = this.read(at, LOOK_BYTES + RECORD_START.length);
      for (let found = piece.indexOf(RECORD_START); found !== -1; found = piece.indexOf(RECORD_START, found + 1)) {
        const place = at + found;
        if (place % ALIGNMENT === 0 && this.recordAt(place) !== null) return place;
      }
    }
    return null;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** All records of a segment that are there whole, in order, and what is none. */
export function* recordsOf(reader: SegmentReader): Generator<FoundRecord | Damage> {
  const { size } = reader;
  for (let offset = 0; offset < size;) {
    const head = reader.recordAt(offset);
    if (head !== null && offset + head.length <= size) {
      yield { offset, head };
      offset += head.length;
      continue;
    }
    const to = reader.findRecord(offset + ALIGNMENT) ?? size;
    yield { from: offset, to };
    offset = to;
  }
}

/** Puts bytes aside for a person to look at; returns the path. */
export function setAside(folder: string, kind: 'damaged' | 'refused', name: string, bytes: Uint8Array): string {
  const aside = join(folder, kind);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const path = join(aside, name);
  writeSafely(path, bytes);
  return path;
}

/** Why a message was refused, beside it. */
export function writeReason(path: string, reason: string): void {
  writeFileSync(`${path}.reason.txt`, `${reason}\n`, { mode: 0o600 });
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

export function removeSegment({ path }: Segment): void {
  rmSync(path, { force: true });
}
