import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ByteSource } from './file-bytes.ts';

/** A folder that goes with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-input-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** All there is, read in pieces of so many bytes. */
export async function readAll(source: ByteSource, pieceBytes = 4096): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(pieceBytes);
    const count = await source.read(piece);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
  }
}

/** Reads until what came so far ends with `text`. */
export async function readUntil(source: ByteSource, text: string): Promise<string> {
  const piece = Buffer.alloc(65_536);
  let all = '';
  while (!all.endsWith(text)) {
    const count = await source.read(piece);
    if (count === 0) break;
    all += piece.toString('latin1', 0, count);
  }
  return all;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it did not come to that in 10 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
