import { describe, expect, it } from 'vitest';
import { takeLinuxSnapshot } from '../sockets/linux/snapshot.ts';
import { LISTEN, NOW, recordMachine } from '../sockets/machine.fixture.ts';
import { dossier, knowledgeOf, risk, usedBy } from '../sockets/small-knowledge.fixture.ts';
import { EVERYTHING } from '../sockets/snapshot.ts';
import { SocketView } from '../sockets/socket-row.ts';
import { readRows, type ReadRow } from './batch-rows.fixture.ts';
import { SnapshotSource, type Pacer, type SnapshotCounts } from './snapshot-source.ts';

const KNOWLEDGE = knowledgeOf([dossier(['6379/tcp'], { ...risk(4, 3, 1), ...usedBy('redis-server') })]);
const MINUTE = 60_000;

/** A machine with a risky listener, or without. */
function viewAt(time: number, isThere: boolean): SocketView {
  const fs = recordMachine({
    tcp: isThere ? [{ local: '0.0.0.0:6379', state: LISTEN, inode: 1 }] : [],
    processes: [{ pid: 10, name: 'redis-server', holds: [1] }],
  });
  const system = { fs, littleEndian: true, asRoot: true, now: () => new Date(NOW.getTime() + time) };
  return new SocketView(takeLinuxSnapshot(system, EVERYTHING), KNOWLEDGE);
}

interface Run {
  readonly takenAt: number[];
  readonly rows: ReadRow[];
  readonly failures: unknown[];
  readonly counts: SnapshotCounts;
}

/** Runs for so many snapshots of a clock that only moves when somebody waits; `costs`: how long the snapshot of a turn takes. */
async function run(
  turns: number,
  costs: (turn: number) => number = () => 0,
  take: (time: number) => SocketView = (time) => viewAt(time, true),
): Promise<Run> {
  let time = 0;
  const stop = new AbortController();
  const pacer: Pacer = {
    now: () => time,
    sleep: (milliseconds, signal) => {
      if (takenAt.length >= turns) stop.abort();
      time += milliseconds;
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
  };
  const [takenAt, rows, failures]: [number[], ReadRow[], unknown[]] = [[], [], []];
  const source = new SnapshotSource(
    {
      everyMilliseconds: MINUTE,
      take: () => {
        takenAt.push(time);
        const at = time;
        time += costs(takenAt.length - 1);
        return Promise.resolve().then(() => take(at));
      },
      deliver: (batches) => {
        rows.push(...readRows(batches));
        return Promise.resolve();
      },
      failed: (error) => failures.push(error),
    },
    pacer,
  );
  await source.run(stop.signal);
  return { takenAt, rows, failures, counts: source.counts };
}

const told = (rows: readonly ReadRow[]): (readonly number[])[] =>
  rows
    .filter((row) => 'rule_text' in row)
    .map((row) => [(Number(row['first_ts']) - NOW.getTime()) / MINUTE, (Number(row['ts']) - NOW.getTime()) / MINUTE]);

describe('snapshots on schedule', () => {
  it('are taken at once and at equal times, however long each takes', async () => {
    const { takenAt, rows } = await run(5, (turn) => turn * 7_000);
    expect(takenAt).toEqual([0, MINUTE, 2 * MINUTE, 3 * MINUTE, 4 * MINUTE]);
    expect(rows.filter((row) => 'reach' in row)).toHaveLength(5);
  });

  it('are left out, and counted, while the last is still running', async () => {
    const { takenAt, counts } = await run(3, (turn) => (turn === 1 ? 150_000 : 0));
    expect(takenAt).toEqual([0, MINUTE, 4 * MINUTE]);
    expect(counts).toEqual({ taken: 3, failed: 0, skipped: 2 });
  });

  it('go on after one that failed', async () => {
    const { counts, failures, rows } = await run(3, undefined, (time) => {
      if (time === MINUTE) throw new Error('no /proc');
      return viewAt(time, true);
    });
    expect(failures).toEqual([new Error('no /proc')]);
    expect(counts).toEqual({ taken: 2, failed: 1, skipped: 0 });
    expect(rows.length).toBeGreaterThan(2);
  });

  it('end with what keeps them', async () => {
    const failing = new SnapshotSource(
      {
        everyMilliseconds: 1000,
        take: () => Promise.resolve(viewAt(0, true)),
        deliver: () => Promise.reject(new Error('disk full')),
        failed: () => undefined,
      },
      { now: () => 0, sleep: () => Promise.resolve() },
    );
    await expect(failing.run(new AbortController().signal)).rejects.toThrow('disk full');
  });
});

describe('a finding over many snapshots', () => {
  it('is stored when it begins, each hour, and when it is over, with its first time', async () => {
    const { rows } = await run(150, undefined, (time) => viewAt(time, time <= 130 * MINUTE));
    expect(told(rows)).toEqual([
      [0, 0],
      [0, 60],
      [0, 120],
      [0, 130],
    ]);
  });

  it('is another one when it comes back', async () => {
    const { rows } = await run(5, undefined, (time) => viewAt(time, time !== 2 * MINUTE));
    expect(told(rows)).toEqual([
      [0, 0],
      [0, 1],
      [3, 3],
    ]);
  });
});
