import { randomBytes } from 'node:crypto';
import type { StoreKeeper } from '../../../server/collector/store-keeper.ts';
import { scheduledSnapshots } from '../../collect/scheduled-snapshots.ts';
import type { Context } from '../../context.ts';
import type { Log } from './log.ts';

/** The machine of the store itself. */
const OWN_SENSOR = 0;

/**
 * Stores what listens on the machine of the store. Nobody was told that a snapshot is safe before it is, so there is no spool: one that
 * cannot be stored is left out, and said. Returns what ends it.
 */
export function keepSnapshots(everyMs: number, keeper: StoreKeeper, context: Context, log: Log): () => Promise<void> {
  const stop = new AbortController();
  // Each run of serve is an origin of its own.
  const origin = randomBytes(8).readBigUInt64LE();
  let sequence = 0;
  const source = scheduledSnapshots(
    everyMs,
    context,
    async (batches) => {
      for (const batch of batches) {
        try {
          await keeper.store.insert(OWN_SENSOR, { ...batch, origin, sequence: ++sequence });
        } catch (error) {
          log('error', `a snapshot was not stored: ${error instanceof Error ? error.message : String(error)}`);
          await keeper.check();
        }
      }
    },
    (sentence) => log('error', sentence),
  );
  const run = source.run(stop.signal).catch((error: unknown) => {
    log('error', `snapshots ended: ${error instanceof Error ? error.message : String(error)}`);
  });
  return async () => {
    stop.abort();
    await run;
  };
}
