import type { Store } from './store.ts';

/**
 * Drops the oldest days until a store takes no more than so many bytes on disk; its newest day stays whatever it takes. Returns the days.
 */
export async function keepBytes(store: Store, bytes: number): Promise<readonly number[]> {
  const dropped: number[] = [];
  for (;;) {
    const { bytes: taken, oldestDay, newestDay } = await store.statistics();
    if (taken <= bytes || oldestDay === null || oldestDay === newestDay) return dropped;
    dropped.push(...(await store.dropBefore(oldestDay + 1)));
  }
}
