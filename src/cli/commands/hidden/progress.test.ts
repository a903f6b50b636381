import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Output } from '../../output.ts';
import { Progress } from './progress.ts';

let folder = '';
let descriptor = -1;
let time = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-progress-'));
  descriptor = openSync(join(folder, 'out'), 'w');
  time = 1_000_000;
});

afterEach(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

const written = (): string => readFileSync(join(folder, 'out'), 'utf8');
const start = (isTerminal: boolean): Progress => new Progress(new Output(descriptor), isTerminal, () => new Date(time));

describe('the progress of a search', () => {
  it('is said on a terminal after half a second, and then gone', () => {
    const progress = start(true);
    time += 499;
    progress.show(256, 1024);
    expect(written()).toBe('');
    time += 1;
    progress.show(512, 1024);
    expect(written()).toBe('\r\u001b[Kprobing ports: 50%');
    progress.clear();
    expect(written()).toBe('\r\u001b[Kprobing ports: 50%\r\u001b[K');
  });

  it('is not said again at once', () => {
    const progress = start(true);
    time += 600;
    for (let done = 0; done < 1024; done++) progress.show(done, 1024);
    expect(written().match(/probing/g)).toHaveLength(1);
  });

  it('is not said where nobody watches, nor cleared where nothing was said', () => {
    const progress = start(false);
    time += 10_000;
    progress.show(0, 1024);
    progress.clear();
    start(true).clear();
    expect(written()).toBe('');
  });
});
