import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OwnerIndex, type Owner } from './owner-index.ts';

const ROWS = 8;

/** Process by process, as /proc is walked; a process may hold a row by several descriptors. */
const walk = fc.uniqueArray(
  fc.record({
    pid: fc.integer({ min: 1, max: 4_194_304 }),
    holds: fc.array(fc.tuple(fc.nat(ROWS - 1), fc.nat(1000)), { maxLength: 12 }),
  }),
  { maxLength: 60, selector: ({ pid }) => pid },
);

describe('the index of owners', () => {
  it('knows the owners of every row, each once with its lowest descriptor, as a Map of Maps would', () => {
    fc.assert(
      fc.property(walk, (processes) => {
        const index = new OwnerIndex(ROWS);
        const model = new Map<number, Map<number, number>>();
        for (const { pid, holds } of processes) {
          for (const [row, fd] of holds) {
            index.add(row, pid, fd);
            const owners = model.get(row) ?? new Map<number, number>();
            model.set(row, owners.set(pid, Math.min(owners.get(pid) ?? fd, fd)));
          }
        }
        for (let row = 0; row < ROWS; row++) {
          const expected = [...(model.get(row) ?? [])].map(([pid, fd]): Owner => ({ pid, fd }));
          expect(index.of(row)).toEqual(expected.sort((a, b) => a.pid - b.pid));
          expect(index.has(row)).toBe(expected.length > 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its owners while it grows past several capacities', () => {
    const index = new OwnerIndex(3);
    for (let pid = 3000; pid > 0; pid--) index.add(pid % 3, pid, pid + 7);
    for (let row = 0; row < 3; row++) {
      const pids = Array.from({ length: 3000 }, (_, at) => at + 1).filter((pid) => pid % 3 === row);
      expect(index.of(row)).toEqual(pids.map((pid) => ({ pid, fd: pid + 7 })));
    }
  });

  it('knows no owner of a row that nobody holds, and none of a row that does not exist', () => {
    const index = new OwnerIndex(2);
    index.add(1, 10, 3);
    expect([index.has(0), index.has(1), index.has(2), index.has(-1)]).toEqual([false, true, false, false]);
    expect(index.of(0)).toEqual([]);
    expect(index.of(5)).toEqual([]);
  });
});
