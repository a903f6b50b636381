import { appendFileSync, copyFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StateReader } from '../state/state-reader.ts';
import { StateWriter } from '../state/state-writer.ts';
import { FollowedFile } from './follow.ts';
import { readUntil, testFolder } from './input.fixture.ts';

const folder = testFolder();
const signal = new AbortController().signal;

/** Follows a file until it has read `text`, as a run that is killed then; what it saved. */
async function readAndEnd(path: string, text: string, saved: Buffer | null = null): Promise<Buffer> {
  const file = again(path, saved);
  expect(await readUntil(file, text)).toMatch(new RegExp(`${text}$`));
  return save(file);
}

function again(path: string, saved: Buffer | null): FollowedFile {
  return new FollowedFile(path, {
    signal,
    interval: 5,
    from: 'start',
    saved: saved === null ? null : new StateReader(saved),
  });
}

function save(file: FollowedFile): Buffer {
  const writer = new StateWriter();
  file.save(writer);
  file.close();
  return writer.toBytes();
}

function older(path: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(path, time, time);
}

describe('a followed file, after a restart', () => {
  it('goes on behind what was read', async () => {
    const path = join(folder, 'plain.log');
    writeFileSync(path, 'one\n');
    const saved = await readAndEnd(path, 'one\n');
    appendFileSync(path, 'two\n');
    const file = again(path, saved);
    expect(await readUntil(file, 'two\n')).toBe('two\n');
    expect([file.rotations, file.truncations, [...file.notes]]).toEqual([0, 0, []]);
    appendFileSync(path, 'three\n');
    const next = again(path, save(file));
    expect(await readUntil(next, 'three\n')).toBe('three\n');
    next.close();
  });

  it('reads what came into it and into others before it was rotated, in their order', async () => {
    const path = join(folder, 'kern.log');
    writeFileSync(path, 'a1\n');
    const saved = await readAndEnd(path, 'a1\n');
    appendFileSync(path, 'a2');
    renameSync(path, `${path}.2`);
    older(`${path}.2`, 3);
    writeFileSync(`${path}.1`, 'b\n');
    older(`${path}.1`, 2);
    // These are none of it: what was there before, and what only begins with the same letters.
    writeFileSync(`${path}.3`, 'old\n');
    older(`${path}.3`, 4);
    writeFileSync(`${path}.state`, 'no log\n');
    writeFileSync(path, 'c\n');
    const file = again(path, saved);
    expect(await readUntil(file, 'c\n')).toBe('a2\nb\nc\n');
    expect(file.rotations).toBe(2);
    expect([...file.notes]).toEqual([]);
    file.close();
  });

  it('goes on in the middle of what was rotated', async () => {
    const path = join(folder, 'middle.log');
    writeFileSync(path, 'a1\n');
    const saved = await readAndEnd(path, 'a1\n');
    appendFileSync(path, 'a2\n');
    renameSync(path, `${path}.1`);
    older(`${path}.1`, 2);
    const second = await readAndEnd(path, 'a2\n', saved);
    appendFileSync(`${path}.1`, 'a3\n');
    writeFileSync(path, 'b\n');
    const file = again(path, second);
    expect(await readUntil(file, 'b\n')).toBe('a3\nb\n');
    file.close();
  });

  it('reads the rest of the copy of a file that was cut', async () => {
    const path = join(folder, 'cut.log');
    writeFileSync(path, 'one\ntwo');
    const saved = await readAndEnd(path, 'two');
    appendFileSync(path, ' and more\nthree\n');
    copyFileSync(path, `${path}.1`);
    older(`${path}.1`, 2);
    truncateSync(path, 0);
    appendFileSync(path, 'four\n');
    const file = again(path, saved);
    expect(await readUntil(file, 'four\n')).toBe(' and more\nthree\nfour\n');
    expect([...file.notes]).toEqual([]);
    file.close();
  });

  it('says what is gone, and takes no other file for the one it read', async () => {
    const path = join(folder, 'gone.log');
    writeFileSync(path, 'one\ntwo');
    const saved = await readAndEnd(path, 'two');
    rmSync(path);
    // Often with the number of the file that was removed.
    writeFileSync(path, 'something else, and longer\n');
    writeFileSync(`${path}.1.gz`, gzipSync('one\ntwo and more\n'));
    const file = again(path, saved);
    expect(await readUntil(file, 'longer\n')).toBe('\nsomething else, and longer\n');
    expect(file.rotations + file.truncations).toBe(1);
    expect([...file.notes]).toEqual([
      `what was read of ${path} is not beside it any more: what came into it behind byte 7, before it was cut or got another name, is not counted`,
      `${path}.1.gz was packed meanwhile: what it has is not counted`,
    ]);
    file.close();
  });

  it('waits for a file that is not there yet', async () => {
    const path = join(folder, 'late.log');
    writeFileSync(path, 'one\n');
    const saved = await readAndEnd(path, 'one\n');
    rmSync(path);
    const file = again(path, saved);
    setTimeout(() => writeFileSync(path, 'two\n'), 30);
    expect(await readUntil(file, 'two\n')).toBe('two\n');
    file.close();
  });
});
