import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESTABLISHED, recordMachine } from '../../src/sockets/machine.fixture.ts';
import {
  environment,
  makeFolder,
  PORTOLAN,
  portolan,
  removeFolder,
  shell,
  STACK_TRACE,
  writeTree,
} from './program.fixture.ts';

/** What a pipe holds: 16 pages (pipe(7)). */
const PIPE_BYTES = 65_536;
/** Far more than that, in whatever format. */
const ROWS = 4000;
const FORMATS = ['table', 'json', 'ndjson', 'csv', 'ss', 'netstat'];
const env: Record<string, string> = {};
let folder = '';

beforeAll(() => {
  folder = makeFolder();
  env['PORTOLAN_ROOT'] = join(folder, 'tree');
  const tcp = Array.from({ length: ROWS }, (_, at) => ({
    local: '10.0.0.5:443',
    remote: `10.0.${at >> 8}.${at & 255}:50000`,
    state: ESTABLISHED,
    inode: at + 1,
  }));
  writeTree(recordMachine({ tcp }), env['PORTOLAN_ROOT']);
});

afterAll(() => removeFolder(folder));

describe('sockets in a pipe', { timeout: 300_000 }, () => {
  it.each(FORMATS)('end quietly and well when their reader has read enough, as head does: %s', async (format) => {
    const child = spawn(PORTOLAN, ['sockets', '--format', format], {
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await closed).toEqual([0, null]);
    expect(err).toBe('');
  });

  it.each(FORMATS)('end as well when nobody was there from the start: %s', (format) => {
    for (const line of [
      `exec "$0" sockets --format ${format} >&-`,
      `exec "$0" sockets --format ${format} >&- 2>&-`,
      `exec "$0" sockets --format ${format} --strict >&-`,
    ]) {
      const { code, err } = shell(line, env);
      expect(code).toBe(0);
      expect(err).not.toMatch(STACK_TRACE);
      expect(err).not.toContain('fault');
    }
  });

  it.each(FORMATS)('come through whole where the pipe is full and does not block (EAGAIN): %s', async (format) => {
    const expected = portolan(['sockets', '--format', format], { env }).out;
    expect(expected.length).toBeGreaterThan(2 * PIPE_BYTES);
    const fifo = join(folder, `fifo-${format}`);
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    // Opened for both ends, so that it opens at once; Node makes descriptors up to 2 blocking, so the shell moves it.
    const end = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    const writer = spawn('/bin/sh', ['-c', 'exec "$0" "$@" >&3 3>&-', PORTOLAN, 'sockets', '--format', format], {
      env: environment(env),
      stdio: ['ignore', 'ignore', 'pipe', end],
    });
    let err = '';
    writer.stderr?.on('data', (data: Buffer) => (err += data.toString()));
    const written = once(writer, 'close');
    const full = await hasFilledPipe(writer.pid ?? 0);
    const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    reader.stdout.setEncoding('utf8').on('data', (data: string) => (out += data));
    const read = once(reader, 'close');
    closeSync(end);
    expect(await written).toEqual([0, null]);
    await read;
    expect({ full, err }).toEqual({ full: true, err: '' });
    expect(withoutTimes(out) === withoutTimes(expected)).toBe(true); // two outputs of a megabyte are nothing to print
  });
});

/** Waits until the program has written what the pipe takes; the kernel counts it. Whatever it tries next is refused. */
async function hasFilledPipe(pid: number): Promise<boolean> {
  for (let left = 1200; left > 0; left--) {
    const written = Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
    if (written > PIPE_BYTES * 0.75) return true; // a short first line takes a page for itself
    await setTimeout(25);
  }
  return false;
}

function withoutTimes(text: string): string {
  return text.replaceAll(/"(?:generatedAt|first|last)":"[^"]*"/g, '');
}
