import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Output } from '../../output.ts';
import { TrafficProgress } from './progress.ts';

let folder = '';
let descriptor = -1;
let time = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-progress-'));
  descriptor = openSync(join(folder, 'out'), 'w');
  writeFileSync(join(folder, 'log'), Buffer.alloc(10_000_000));
  time = 1_000_000;
});

afterEach(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

const written = (): string => readFileSync(join(folder, 'out'), 'utf8');
const start = (isTerminal: boolean, ...names: readonly string[]): TrafficProgress =>
  new TrafficProgress(
    new Output(descriptor),
    isTerminal,
    () => new Date(time),
    names.map((name) => (name === '-' ? name : join(folder, name))),
  );
const at = (input: number, done: number): Parameters<TrafficProgress['show']>[0] => ({
  input,
  done,
  total: null,
  events: 640_000,
  noticed: () => 3,
});

describe('the progress of reading', () => {
  it('is said after half a second, of all files together, and then gone', () => {
    const progress = start(true, 'log', 'log');
    time += 499;
    progress.show(at(0, 5_000_000));
    expect(written()).toBe('');
    time += 1;
    progress.show(at(1, 5_000_000));
    progress.show(at(1, 6_000_000));
    progress.clear();
    const line = '75 % · 30 MB/s · 640,000 events · 3 noticed so far';
    expect(written()).toBe(`\r\u001b[K${line}\r\u001b[K`);
  });

  it('has no share of what comes through a pipe', () => {
    const progress = start(true, '-');
    time += 1000;
    progress.show(at(0, 5_000_000));
    expect(written()).toBe('\r\u001b[K5 MB/s · 640,000 events · 3 noticed so far');
  });

  it('is not said where nobody watches, nor cleared where nothing was said', () => {
    const progress = start(false, 'log');
    time += 10_000;
    progress.show(at(0, 1));
    progress.clear();
    start(true, 'missing').clear();
    expect(written()).toBe('');
  });
});
