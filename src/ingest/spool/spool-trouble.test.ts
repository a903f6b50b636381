import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBatch } from '../../store/batch-message.ts';
import { ColumnBatch } from '../../store/column-batch.ts';
import { DeliveredSpool } from '../delivery.ts';
import { SinkError, type Sink } from '../sink.ts';
import { Spool, type NewBatch } from './spool.ts';

const DISK_BYTES = 2 * 1024 * 1024;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-trouble-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

function batch(port: number, rows = 1): NewBatch {
  const columns = new ColumnBatch('events', rows);
  columns.column('dport', 'u16').fill(port);
  return { day: 10, columns };
}

/** Takes what comes while `refusal` is null. */
class TestSink implements Sink {
  readonly name = 'a test';
  readonly ports: number[] = [];
  refusal: SinkError | null = null;
  refused = 0;

  send(message: Uint8Array): Promise<'stored'> {
    if (this.refusal !== null) {
      this.refused++;
      return Promise.reject(this.refusal);
    }
    this.ports.push(decodeBatch(message).columns.column('dport', 'u16')[0] ?? 0);
    return Promise.resolve('stored');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether a small disk of its own could be mounted: for root alone. */
function mount(folder: string): boolean {
  mkdirSync(folder);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder]).status === 0;
}

describe('a spool in trouble', () => {
  it(
    'on a full disk says so, waits, loses nothing, and goes on when there is room',
    { timeout: 60_000 },
    async (test) => {
      const disk = join(root, 'disk');
      if (!mount(disk)) {
        console.warn('SKIPPED: a full disk needs a tmpfs of its own, and only root may mount one');
        test.skip('only root may mount a tmpfs');
      }
      try {
        const spool = Spool.open(join(disk, 'spool'));
        await spool.append([batch(1)], new Map());
        const ballast = join(disk, 'ballast');
        writeFileSync(ballast, Buffer.alloc(freeBytes(disk)));
        const second = spool.append([batch(2, 1000)], new Map([['log', Buffer.from('b')]]));
        const third = spool.append([batch(3)], new Map());
        await vi.waitFor(() => expect(spool.trouble).toContain('ENOSPC'), { timeout: 20_000 });
        expect(spool.position('log')).toBeNull();
        unlinkSync(ballast);
        await Promise.all([second, third]);
        expect(spool.trouble).toBeNull();
        const sink = new TestSink();
        const delivery = new DeliveredSpool(spool, sink);
        expect(await delivery.finish(new AbortController().signal)).toBe(true);
        expect(sink.ports).toEqual([1, 2, 3]);
        await delivery.close();
      } finally {
        spawnSync('umount', [disk]);
      }
    },
  );

  it('keeps everything while the sink refuses, says why, and delivers in order when it takes again', async () => {
    const sink = new TestSink();
    sink.refusal = new SinkError('the collector refuses the token', true);
    const folder = join(root, 'spool');
    const first = new DeliveredSpool(Spool.open(folder), sink);
    await first.spool.append([batch(1), batch(2)], new Map());
    await vi.waitFor(() => expect(sink.refused).toBeGreaterThan(1), { timeout: 20_000 });
    expect(first.status).toMatchObject({ delivered: 0, refused: 0, trouble: 'the collector refuses the token' });
    expect(first.status.spoolBytes).toBeGreaterThan(0);
    await first.close();
    const second = new DeliveredSpool(Spool.open(folder), sink);
    await second.spool.append([batch(3)], new Map());
    await vi.waitFor(() => expect(second.status.trouble).not.toBeNull(), { timeout: 20_000 });
    sink.refusal = null;
    expect(await second.finish(new AbortController().signal)).toBe(true);
    expect(second.status).toMatchObject({ delivered: 3, refused: 0, trouble: null, spoolBytes: 0, oldestSeconds: 0 });
    expect(sink.ports).toEqual([1, 2, 3]);
    await second.close();
  });

  it.each([
    ['ahead', '2100-01-01T00:00:00Z'],
    ['back', '1971-01-01T00:00:00Z'],
  ])('does not mind a wall clock that jumps %s', async (_, moment) => {
    const folder = join(root, 'spool');
    const before = Spool.open(folder);
    await before.append([batch(1)], new Map([['log', Buffer.from('a')]]));
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(moment) });
    await before.append([batch(2)], new Map([['log', Buffer.from('b')]]));
    // An age is counted by a clock that nobody sets.
    expect(before.oldestSeconds).toBeLessThan(3600);
    await before.close();
    const sink = new TestSink();
    const after = new DeliveredSpool(Spool.open(folder), sink);
    expect(after.status.oldestSeconds).toBeGreaterThanOrEqual(0);
    await after.spool.append([batch(3)], new Map());
    expect(await after.finish(new AbortController().signal)).toBe(true);
    expect(sink.ports).toEqual([1, 2, 3]);
    expect(Buffer.from(after.spool.position('log') ?? []).toString()).toBe('b');
    await after.close();
  });
});
