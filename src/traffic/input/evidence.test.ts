import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_BYTES, lineOf, readEvidence } from './evidence.ts';
import { readAll, testFolder } from './input.fixture.ts';
import { openInput, type Input } from './open-input.ts';

const folder = testFolder();
const LINES = Array.from({ length: 50_000 }, (_, line) => `${line} ${'x'.repeat(line % 100)}\r\n`);
const TEXT = LINES.join('');
const offsetOf = (line: number): number => LINES.slice(0, line).join('').length;

async function opened(name: string, bytes: string | Uint8Array): Promise<Input> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const input = await openInput(path);
  await readAll(input, 1_048_576);
  input.close();
  return input;
}

describe('evidence', () => {
  const places = [0, 1, 2000, 2001, 30_000, 49_999];

  it('is read again from a file, packed or not', async () => {
    const offsets = places.map(offsetOf);
    for (const input of [await opened('plain.log', TEXT), await opened('packed.log.gz', gzipSync(TEXT))]) {
      const pieces = await readEvidence(input, offsets);
      const lines = pieces.map((piece) => (piece === null ? null : lineOf(piece)));
      expect(lines).toEqual(places.map((line) => LINES[line]?.slice(0, -2)));
      const backwards = await readEvidence(input, offsets.toReversed(), 7);
      expect(backwards.toReversed()).toEqual(offsets.map((offset) => Buffer.from(TEXT.slice(offset, offset + 7))));
      expect(await readEvidence(input, [TEXT.length, TEXT.length + 9])).toEqual([null, null]);
    }
  });

  it('may be longer than what is read at a time', async () => {
    const input = await opened('long.gz', gzipSync(TEXT.repeat(3)));
    const [first, second] = await readEvidence(input, [10, 20], 4_000_000);
    expect(first?.equals(Buffer.from(TEXT.repeat(3).slice(10, 4_000_010)))).toBe(true);
    expect(second?.equals(Buffer.from(TEXT.repeat(3).slice(20, 4_000_020)))).toBe(true);
  });

  it('is not there for standard input, nor when the file has gone or is another one', async () => {
    const input = await opened('rotated.log', TEXT);
    expect(await readEvidence({ ...input, path: null }, [0])).toEqual([null]);
    const path = join(folder, 'rotated.log');
    renameSync(path, `${path}.1`);
    expect(await readEvidence(input, [0])).toEqual([null]);
    writeFileSync(path, 'something else\n');
    expect(await readEvidence(input, [0])).toEqual([null]);
    rmSync(path);
  });

  it('cuts long lines', () => {
    expect(lineOf(Buffer.from('a'.repeat(EVIDENCE_BYTES)))).toHaveLength(EVIDENCE_BYTES);
    expect(lineOf(Buffer.from(`${'a'.repeat(EVIDENCE_BYTES)}\r\nnext`))).toHaveLength(EVIDENCE_BYTES);
    expect(lineOf(Buffer.from('a'.repeat(EVIDENCE_BYTES + 1)))).toBe(`${'a'.repeat(EVIDENCE_BYTES)}…`);
    expect(lineOf(Buffer.from('\n'))).toBe('');
  });
});
