import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FollowedFile, type FollowOptions } from './follow.ts';
import { readAll, readUntil, testFolder } from './input.fixture.ts';

const folder = testFolder();

function follow(
  name: string,
  text: string,
  options: Partial<FollowOptions> = {},
): { path: string; file: FollowedFile } {
  const path = join(folder, name);
  writeFileSync(path, text);
  return { path, file: new FollowedFile(path, { signal: new AbortController().signal, interval: 5, ...options }) };
}

describe('a followed file', () => {
  it('gives what is appended, and what was there when that is asked for', async () => {
    const { path, file } = follow('growing', 'old\n');
    appendFileSync(path, 'a\n');
    expect(await readUntil(file, 'a\n')).toBe('a\n');
    setTimeout(() => appendFileSync(path, 'b\n'), 30);
    expect(await readUntil(file, 'b\n')).toBe('b\n');
    file.close();
    const whole = follow('whole', 'old\n', { from: 'start' });
    expect(await readUntil(whole.file, 'old\n')).toBe('old\n');
    whole.file.close();
  });

  it('reads the rest of a renamed file first, and what comes into it before the new one is written', async () => {
    const { path, file } = follow('renamed', '');
    appendFileSync(path, '1\n');
    expect(await readUntil(file, '1\n')).toBe('1\n');
    appendFileSync(path, '2\n');
    renameSync(path, `${path}.1`);
    expect(await readUntil(file, '2\n')).toBe('2\n');
    writeFileSync(path, '');
    appendFileSync(`${path}.1`, '3\n');
    expect(await readUntil(file, '3\n')).toBe('3\n');
    expect(file.rotations).toBe(0);
    appendFileSync(`${path}.1`, '4');
    appendFileSync(path, '5\n');
    // The last line of the old file has no end: the new file begins a line all the same.
    expect(await readUntil(file, '5\n')).toBe('4\n5\n');
    expect(file.rotations).toBe(1);
    file.close();
  });

  it('reads a file that was cut from its start (copytruncate)', async () => {
    const { path, file } = follow('cut', '');
    appendFileSync(path, 'one\ntwo');
    expect(await readUntil(file, 'two')).toBe('one\ntwo');
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
    const next = readUntil(file, '3\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    appendFileSync(path, '3\n');
    expect(await next).toBe('\n3\n');
    expect(file.truncations).toBe(1);
    file.close();
  });

  it('waits for a file that has gone', async () => {
    const { path, file } = follow('gone', '');
    rmSync(path);
    setTimeout(() => writeFileSync(path, 'again\n'), 30);
    expect(await readUntil(file, 'again\n')).toBe('again\n');
    file.close();
  });

  it('ends with its signal, at once', async () => {
    const controller = new AbortController();
    const { file } = follow('ended', '', { signal: controller.signal, interval: 60_000 });
    setTimeout(() => controller.abort(), 20);
    expect(await readAll(file)).toEqual(Buffer.alloc(0));
    expect(await file.read(Buffer.alloc(1))).toBe(0);
  });

  it('has to be there at the beginning, and be a file', () => {
    const { signal } = new AbortController();
    expect(() => new FollowedFile(join(folder, 'none'), { signal })).toThrow(/there is no/);
    mkdirSync(join(folder, 'logs'));
    expect(() => new FollowedFile(join(folder, 'logs'), { signal })).toThrow(/is a folder/);
    expect(() => new FollowedFile('/dev/zero', { signal })).toThrow(/is no file that grows/);
  });
});
