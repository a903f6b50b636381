import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProcFs } from './node-proc-fs.ts';
import { ProcFsError } from './proc-fs.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-proc-'));
  mkdirSync(join(root, 'proc/10/fd'), { recursive: true });
  writeFileSync(join(root, 'proc/10/stat'), '10 (näme) S 1\n');
  writeFileSync(join(root, 'proc/10/cmdline'), '');
  writeFileSync(join(root, 'proc/long'), `${'x'.repeat(200_000)}end`);
  symlinkSync('socket:[4711]', join(root, 'proc/10/fd/3'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function failureOf(action: () => unknown): ProcFsError | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof ProcFsError) return error;
    throw error;
  }
}

describe('the file system behind a snapshot', () => {
  it('lies under its root, with or without a slash at the end', () => {
    for (const fs of [openProcFs(root), openProcFs(`${root}/`)]) {
      expect(fs.read('proc/10/stat')).toBe('10 (näme) S 1\n');
      expect(fs.read('proc/10/cmdline')).toBe('');
      expect(fs.link('proc/10/fd/3')).toBe('socket:[4711]');
      expect(fs.list('proc').toSorted()).toEqual(['10', 'long']);
    }
  });

  it('says null of a file or link that is not there, or is something else', () => {
    const fs = openProcFs(root);
    expect(fs.read('proc/11/stat')).toBeNull();
    expect(fs.read('proc/10')).toBeNull(); // a folder
    expect(fs.link('proc/10/fd/4')).toBeNull();
    expect(fs.link('proc/10/stat')).toBeNull(); // no link
  });

  it('says of a path that is not there that it is missing, and repeats which', () => {
    const fs = openProcFs(root);
    const failures = [
      failureOf(() => fs.list('proc/11/fd')),
      failureOf(() => fs.list('proc/10/stat')),
      failureOf(() => fs.stream('proc/net/tcp', () => true)),
    ];
    expect(failures.map((failure) => [failure?.reason, failure?.path])).toEqual([
      ['missing', 'proc/11/fd'],
      ['missing', 'proc/10/stat'],
      ['missing', 'proc/net/tcp'],
    ]);
    expect(failures[2]?.message).toContain('ENOENT');
  });

  it('streams a file of any length whole, in order', () => {
    let text = '';
    openProcFs(root).stream('proc/long', (bytes, length) => {
      text += Buffer.from(bytes.subarray(0, length)).toString('latin1');
      return true;
    });
    expect(text).toBe(`${'x'.repeat(200_000)}end`);
  });

  it('stops streaming when no more is wanted', () => {
    let calls = 0;
    openProcFs(root).stream('proc/long', () => {
      calls++;
      return false;
    });
    expect(calls).toBe(1);
  });

  it('reads a file whole that is longer than its buffer, and a short one after it', () => {
    const fs = openProcFs(root);
    expect(fs.read('proc/long')).toBe(`${'x'.repeat(200_000)}end`);
    expect(fs.read('proc/10/stat')).toBe('10 (näme) S 1\n');
  });

  it('bounds what it reads whole: a command line may be as long as its process likes', () => {
    writeFileSync(join(root, 'endless'), 'x'.repeat(3_000_000));
    const length = openProcFs(root).read('endless')?.length ?? 0;
    expect(length).toBeGreaterThan(1_000_000);
    expect(length).toBeLessThan(2_000_000);
  });

  it('does not take a fault in our own code for a path that cannot be read', () => {
    const fs = openProcFs(root);
    const stream = (): void =>
      fs.stream('proc/long', () => {
        throw new RangeError('a fault of the parser');
      });
    expect(stream).toThrow(RangeError);
  });

  const asRoot = process.geteuid?.() === 0;
  if (asRoot) console.warn('skipped: root may read everything, so a refused path cannot be made for it');
  it.skipIf(asRoot)('says of a path that this user may not read that it was denied', () => {
    const closed = join(root, 'closed');
    mkdirSync(closed);
    writeFileSync(join(closed, 'file'), '');
    chmodSync(closed, 0);
    const fs = openProcFs(root);
    expect(failureOf(() => fs.list('closed'))?.reason).toBe('denied');
    expect(failureOf(() => fs.stream('closed/file', () => true))?.reason).toBe('denied');
    chmodSync(closed, 0o700);
  });
});
