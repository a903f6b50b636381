import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll, readUntil, testFolder } from './input.fixture.ts';
import { openInput } from './open-input.ts';

const folder = testFolder();

describe('an input', () => {
  it('may be a pipe with a name, whose writer takes its time', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    spawn('sh', ['-c', `(printf 'a\\nb'; sleep 0.1; printf 'c\\n') > '${path}'`]);
    const input = await openInput(path);
    expect((await readAll(input)).toString()).toBe('a\nbc\n');
    expect(input).toMatchObject({ size: null, modified: null, path: null });
    input.close();
  });

  it('does not keep the program while nobody writes to a pipe', async () => {
    const path = join(folder, 'silent');
    execFileSync('mkfifo', [path]);
    const controller = new AbortController();
    const opening = openInput(path, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect(await readAll(await opening)).toEqual(Buffer.alloc(0));

    const writer = spawn('sh', ['-c', `(printf 'begun\n'; sleep 60) > '${path}'`]);
    const input = await openInput(path);
    expect(await readUntil(input, 'begun\n')).toBe('begun\n');
    const rest = readAll(input);
    input.close();
    expect(await rest).toEqual(Buffer.alloc(0));
    writer.kill();
  });
});
