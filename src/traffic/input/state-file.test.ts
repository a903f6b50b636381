import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from './input.fixture.ts';
import { StateFile } from './state-file.ts';

const folder = testFolder();
const PRINT = Buffer.alloc(32, 1);

function fileNamed(name: string): StateFile {
  return new StateFile(join(folder, name), PRINT);
}

describe('the file of a state', () => {
  it('is its owner alone, and gives back what was written last', async () => {
    const file = fileNamed('plain');
    expect(file.read()).toBeNull();
    await file.write([Buffer.from('one'), Buffer.from(' and two')]);
    await file.write([Buffer.alloc(0), Buffer.from('three')]);
    expect(fileNamed('plain').read()?.toString()).toBe('three');
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['plain']);
  });

  it('is as it was where the next one cannot be written', async () => {
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    const file = new StateFile(join(inside, 'kept'), PRINT);
    await file.write([Buffer.from('kept')]);
    // What a killed program with the same number left there.
    mkdirSync(join(inside, `.kept.${process.pid}.new`));
    await expect(file.write([Buffer.from('lost')])).rejects.toThrow(/the state cannot be written to .*kept \(EEXIST\)/);
    expect(new StateFile(join(inside, 'kept'), PRINT).read()?.toString()).toBe('kept');
    const nowhere = new StateFile(join(folder, 'no', 'where'), PRINT);
    expect(nowhere.read()).toBeNull();
    await expect(nowhere.write([])).rejects.toThrow(/\(ENOENT\): name a file in a folder that you may write to/);
  });

  it('is not fought over by two programs', async () => {
    const [one, other] = [fileNamed('shared'), fileNamed('shared')];
    one.read();
    other.read();
    await one.write([Buffer.from('one')]);
    await expect(other.write([Buffer.from('other')])).rejects.toThrow(/is written by another program meanwhile/);
    await one.write([Buffer.from('one again')]);
    expect(fileNamed('shared').read()?.toString()).toBe('one again');
  });

  it('is cleaned of what killed programs left beside it', () => {
    const dead = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    const left = join(folder, `.left.${dead}.new`);
    const others = [join(folder, '.left.1.new'), join(folder, `.right.${dead}.new`), join(folder, '.left.x.new')];
    for (const path of [left, ...others]) writeFileSync(path, '');
    fileNamed('left').read();
    expect([left, ...others].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  });

  it('is not read where it is something else', () => {
    const path = join(folder, 'other');
    const read = (): unknown => fileNamed('other').read();
    writeFileSync(path, 'a log\n', { mode: 0o600 });
    expect(read).toThrow(
      /other is damaged, or no state of portolan traffic \(it is no state of portolan traffic\): remove it/,
    );
    chmodSync(path, 0o666);
    expect(read).toThrow(/other can be written by others: chmod 600/);
    if (process.getuid?.() === 0) {
      chmodSync(path, 0o600);
      chownSync(path, 65_534, 65_534);
      expect(read).toThrow(/belongs to somebody else/);
    }
    mkdirSync(join(folder, 'dir'));
    expect(() => fileNamed('dir').read()).toThrow(/is no file/);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => fileNamed('pipe').read()).toThrow(/is no file/);
  });

  it('says so where it is of another version', async () => {
    const file = fileNamed('version');
    await file.write([Buffer.from('x')]);
    const other = new StateFile(file.path, Buffer.alloc(32, 2));
    expect(() => other.read()).toThrow(
      /version is the state of another version of portolan: other patterns counted in it.* Remove it to begin anew, or name another file/,
    );
    expect(readFileSync(file.path).length).toBeGreaterThan(1);
  });
});
