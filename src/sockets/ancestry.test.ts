import { describe, expect, it } from 'vitest';
import { ancestryOf } from './ancestry.ts';
import type { ProcessInfo } from './process-info.ts';

type Told = Partial<ProcessInfo> & { readonly pid: number };

function processOf(told: Told): ProcessInfo {
  const nothing = { name: 'any', parent: 1, uid: 0, command: null, executable: null, executableDeleted: false };
  return { ...nothing, startTicks: told.pid, unit: null, container: null, startedAs: null, ...told };
}

/** The ancestry of the last one. */
function ancestryIn(...all: readonly Told[]): ReturnType<typeof ancestryOf> {
  const known = new Map(all.map((told) => [told.pid, processOf(told)]));
  return ancestryOf(processOf(all.at(-1) ?? { pid: 1 }), (pid) => known.get(pid) ?? null);
}

const pidsOf = ({ ancestors }: ReturnType<typeof ancestryOf>): number[] => ancestors.map(({ pid }) => pid);

const SYSTEMD: Told = { pid: 1, parent: 0 };

describe('why a process runs', () => {
  it('is its parents up to process 1, with the unit of the nearest that has one', () => {
    const found = ancestryIn(
      SYSTEMD,
      { pid: 812, unit: 'ssh.service' },
      { pid: 900, parent: 812 },
      { pid: 901, parent: 900 },
    );
    expect(pidsOf(found)).toEqual([900, 812, 1]);
    expect(found).toMatchObject({ complete: true, unit: 'ssh.service' });
  });

  it('is its own unit before that of an ancestor', () => {
    const found = ancestryIn(SYSTEMD, { pid: 10, unit: 'a.service' }, { pid: 11, parent: 10, unit: 'b.service' });
    expect(found.unit).toBe('b.service');
  });

  it('is nothing for process 1, and complete', () => {
    expect(ancestryIn(SYSTEMD)).toEqual({ ancestors: [], complete: true, unit: null });
  });

  it('is complete where the parent is outside of the PID namespace, which the kernel shows as 0', () => {
    expect(ancestryIn({ pid: 50, parent: 0 })).toEqual({ ancestors: [], complete: true, unit: null });
  });

  it('ends, incomplete, at a parent that has gone or is not told', () => {
    expect(ancestryIn({ pid: 10, parent: 9 }, { pid: 11, parent: 10 })).toMatchObject({ complete: false });
    expect(pidsOf(ancestryIn({ pid: 10, parent: 9 }, { pid: 11, parent: 10 }))).toEqual([10]);
    expect(ancestryIn({ pid: 11, parent: null })).toMatchObject({ ancestors: [], complete: false });
  });

  it('ends at a pid that another process was given since: it is younger than its supposed child', () => {
    const found = ancestryIn(SYSTEMD, { pid: 10, startTicks: 500 }, { pid: 11, parent: 10, startTicks: 400 });
    expect(found).toMatchObject({ ancestors: [], complete: false });
    const sameTick = ancestryIn(SYSTEMD, { pid: 10, startTicks: 400 }, { pid: 11, parent: 10, startTicks: 400 });
    expect(pidsOf(sameTick)).toEqual([10, 1]);
  });

  it('ends where pids that changed hands make a circle, and where a process is its own parent', () => {
    const circle = ancestryIn({ pid: 10, parent: 11, startTicks: 5 }, { pid: 11, parent: 10, startTicks: 5 });
    expect(pidsOf(circle)).toEqual([10]);
    expect(circle.complete).toBe(false);
    expect(pidsOf(ancestryIn({ pid: 12, parent: 12 }))).toEqual([]);
  });

  it('is bounded, however long the chain', () => {
    const endless = ancestryOf(processOf({ pid: 100_000, parent: 99_999 }), (pid) =>
      processOf({ pid, parent: pid - 1 }),
    );
    expect(endless.ancestors).toHaveLength(64);
    expect(endless.complete).toBe(false);
  });
});
