import type { StoreKeeper } from '../../../server/collector/store-keeper.ts';
import { dayOf } from '../../../store/column-batch.ts';
import type { Log } from './log.ts';

const HOUR_MS = 3_600_000;
/** A store that was just opened has other things to do. */
const FIRST_MS = 60_000;

/** Does once an hour what a store needs: sealing, roll-ups, dropping what is older than `keepDays`. Returns what ends it. */
export function keepHouse(keeper: StoreKeeper, keepDays: number | null, now: () => number, log: Log): () => void {
  let isAtIt = false;
  const run = async (): Promise<void> => {
    if (isAtIt) return;
    isAtIt = true;
    try {
      await keeper.store.maintain(now());
      if (keepDays !== null) await dropOld(keeper, keepDays, now(), log);
    } catch (error) {
      log('error', `the hourly work on the store failed: ${error instanceof Error ? error.message : String(error)}`);
      await keeper.check();
    } finally {
      isAtIt = false;
    }
  };
  const first = setTimeout(() => void run(), FIRST_MS);
  const hourly = setInterval(() => void run(), HOUR_MS);
  return () => {
    clearTimeout(first);
    clearInterval(hourly);
  };
}

async function dropOld(keeper: StoreKeeper, keepDays: number, now: number, log: Log): Promise<void> {
  const { newestDay } = await keeper.store.statistics();
  const before = firstDayKept(keepDays, now, newestDay);
  if (before === null) return;
  const dropped = await keeper.store.dropBefore(before);
  if (dropped.length > 0)
    log('info', `dropped ${dropped.length} days older than ${keepDays} days`, { days: dropped.length });
}

/**
 * The first day, counted from 1970, that is kept. A clock that jumps ahead must not drop everything: days are counted back from the
 * newest events where those are older than now. Null where there is nothing to drop.
 */
function firstDayKept(keepDays: number, now: number, newestDay: number | null): number | null {
  return newestDay === null ? null : Math.min(dayOf(now), newestDay) - keepDays + 1;
}
