import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliError, EXIT } from './exit-code.ts';
import { Output } from './output.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-output-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function failureOf(action: () => void): CliError | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

describe('an output', () => {
  it('writes everything in order, whatever its size, and nothing twice', () => {
    const file = join(folder, 'whole');
    const descriptor = openSync(file, 'w');
    const output = new Output(descriptor);
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} näme 日本 👍`);
    for (const line of lines) output.line(line);
    output.line();
    output.write('the end');
    output.flush();
    output.flush();
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n\nthe end`);
  });

  it('says that it could not write, without calling that a fault of the program', () => {
    const descriptor = openSync(join(folder, 'readonly'), 'w');
    closeSync(descriptor);
    const reading = openSync(join(folder, 'readonly'), 'r');
    const output = new Output(reading);
    output.line('text');
    const failure = failureOf(() => output.flush());
    closeSync(reading);
    expect(failure?.exitCode).toBe(EXIT.couldNotLook);
    expect(failure?.message).toContain('EBADF');
  });

  const hasFullDevice = existsSync('/dev/full');
  if (!hasFullDevice) console.warn('skipped: this system has no /dev/full to stand for a full disk');
  it.skipIf(!hasFullDevice)('says so of a full disk', () => {
    const descriptor = openSync('/dev/full', 'w');
    const output = new Output(descriptor);
    output.line('text');
    expect(failureOf(() => output.flush())?.message).toContain('ENOSPC');
    closeSync(descriptor);
  });
});
