import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Units that open real sockets: in a process of their own, which can be ended whatever is still open in it. */
const WITH_SOCKETS = ['src/ports/{reserve,wait}.test.ts', 'src/traffic/input/{listen,pipe}.test.ts'];

/** What nothing may run beside: fixed ports, processes that are looked for by name, times between two pictures. */
const ALONE = ['lab/cluster/**/*.test.ts', 'test/e2e/audit/ended-early.test.ts', 'test/web/many-rows.test.ts'];

/** Most of them wait for programs, and two of these never disturb each other; vitest would leave a core free. */
const AT_ONCE = Math.min(availableParallelism(), 4);

/** `unit` runs in threads without isolation, which the pure core allows; `e2e` and `alone` start the built program. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'build/**/*.test.ts', 'web/**/*.test.ts', 'test/unit/**/*.test.ts'],
          exclude: WITH_SOCKETS,
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000, // a busy machine is no fault
          hookTimeout: 30_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: [
            'test/e2e/**/*.test.ts',
            'test/docs/**/*.test.ts',
            'test/web/**/*.test.ts',
            'lab/**/*.test.ts',
            ...WITH_SOCKETS,
          ],
          exclude: ALONE,
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: AT_ONCE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          include: ALONE,
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
