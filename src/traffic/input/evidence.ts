import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { identityOf, openInput, type Input } from './open-input.ts';

/** A line of evidence is cut there. */
export const EVIDENCE_BYTES = 500;
const SKIP_BYTES = 1_048_576;

/**
 * Reads up to `length` bytes again at each of some places of an input, which are offsets in what it unpacks to. Null for
 * a place that is not there any more, and for all where there is nothing to read again: standard input, pipes, a file
 * that is another one by now. A packed file is unpacked once more, up to the last place.
 */
export async function readEvidence(
  input: Pick<Input, 'path' | 'identity' | 'packing'>,
  offsets: readonly number[],
  length = EVIDENCE_BYTES + 1,
): Promise<readonly (Buffer | null)[]> {
  const pieces = offsets.map((): Buffer | null => null);
  if (input.path === null || offsets.length === 0) return pieces;
  try {
    // Looked at before it is opened: opening a pipe that has taken its name would wait for ever.
    if (identityOf(statSync(input.path)) !== input.identity) return pieces;
    if (input.packing === 'none') readPlaces(input.path, offsets, length, pieces);
    else await unpackPlaces(input.path, offsets, length, pieces);
  } catch {
    // Evidence is an extra: a file that has gone meanwhile leaves the report as true as it was.
  }
  return pieces;
}

/** The bytes of the line that a piece begins with, without what ends it. */
export function lineBytesOf(piece: Buffer): Buffer {
  const newline = piece.indexOf(10);
  const end = newline === -1 ? piece.length : newline;
  return piece.subarray(0, end > 0 && piece[end - 1] === 13 ? end - 1 : end);
}

/** The line that a piece begins with, cut at `EVIDENCE_BYTES`. It is what somebody else wrote: not fit for a terminal. */
export function lineOf(piece: Buffer): string {
  const end = lineBytesOf(piece).length;
  if (end <= EVIDENCE_BYTES) return piece.toString('utf8', 0, end);
  return `${piece.toString('utf8', 0, EVIDENCE_BYTES)}…`;
}

function readPlaces(path: string, offsets: readonly number[], length: number, pieces: (Buffer | null)[]): void {
  const descriptor = openSync(path, 'r');
  try {
    for (const [place, offset] of offsets.entries()) {
      const piece = Buffer.allocUnsafe(length);
      const count = readSync(descriptor, piece, 0, length, offset);
      if (count > 0) pieces[place] = piece.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

async function unpackPlaces(
  path: string,
  offsets: readonly number[],
  length: number,
  pieces: (Buffer | null)[],
): Promise<void> {
  const input = await openInput(path);
  try {
    const order = [...offsets.keys()].sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
    const window = new SlidingWindow(input);
    for (const place of order) pieces[place] = await window.at(offsets[place] ?? 0, length);
  } finally {
    input.close();
  }
}

/** A part of an input that is read forward only. */
class SlidingWindow {
  readonly #input: Input;
  #bytes = Buffer.allocUnsafe(SKIP_BYTES);
  #base = 0;
  #length = 0;

  constructor(input: Input) {
    this.#input = input;
  }

  /** A copy of `length` bytes from `offset`, which is never before that of the call before. */
  async at(offset: number, length: number): Promise<Buffer | null> {
    while (this.#base + this.#length < offset + length) {
      const used = Math.min(Math.max(offset - this.#base, 0), this.#length);
      this.#bytes.copyWithin(0, used, this.#length);
      this.#base += used;
      this.#length -= used;
      if (this.#length + length > this.#bytes.length) {
        this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#length)], 2 * (this.#length + length));
      }
      const count = await this.#input.read(this.#bytes.subarray(this.#length));
      if (count === 0) break;
      this.#length += count;
    }
    const start = offset - this.#base;
    if (start >= this.#length) return null;
    return Buffer.from(this.#bytes.subarray(start, Math.min(start + length, this.#length)));
  }
}
