import { defineConfig } from 'vitest/config';

/** Units that open real sockets: in a process of their own, which can be ended whatever is still open in it. */
const WITH_SOCKETS = ['src/ports/{reserve,wait}.test.ts', 'src/traffic/input/{listen,pipe}.test.ts'];

/** `unit` runs in threads without isolation, which the pure core allows; `e2e` starts the built program. */
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
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
