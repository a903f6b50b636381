import { setTimeout as sleep } from 'node:timers/promises';
import type { UnnumberedBatch } from '../../ingest/row-batches.ts';
import { SnapshotSource } from '../../ingest/snapshot-source.ts';
import { EVERYTHING } from '../../sockets/snapshot.ts';
import { SocketView } from '../../sockets/socket-row.ts';
import { parseDuration } from '../commands/wait/duration.ts';
import type { Flag } from '../command.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { openKnowledge } from '../open-knowledge.ts';
import { takeBestSnapshot } from '../snapshot/best-snapshot.ts';
import { SNAPSHOTS_FLAG } from './snapshots-flag.ts';

const LEAST_MS = 1000;
const DAY_MS = 86_400_000;

/** Milliseconds of `--snapshots 60s`; null without it. Throws CliError (usage). */
export function snapshotsEvery(text: string | null): number | null {
  if (text === null) return null;
  const milliseconds = parseDuration(text);
  if (milliseconds === null || milliseconds < LEAST_MS || milliseconds > DAY_MS) {
    const { long } = SNAPSHOTS_FLAG satisfies Flag;
    throw new CliError(EXIT.usage, `--${long} takes a time from 1s to 24h as 60s or 5m, and got "${text}"`);
  }
  return milliseconds;
}

/**
 * Takes snapshots of this machine's listeners until the signal is given, at once and then each so many milliseconds. `deliver` keeps
 * the rows; what it throws ends all. `tell` hears of a snapshot that could not be taken.
 */
export function scheduledSnapshots(
  everyMilliseconds: number,
  context: Context,
  deliver: (batches: readonly UnnumberedBatch[]) => Promise<void>,
  tell: (sentence: string) => void,
): SnapshotSource {
  return new SnapshotSource(
    {
      everyMilliseconds,
      take: async () => {
        const snapshot = await takeBestSnapshot(context, { ...EVERYTHING, listeningOnly: true });
        return new SocketView(snapshot, openKnowledge());
      },
      deliver,
      failed: (error) => tell(`no snapshot: ${error instanceof Error ? error.message : String(error)}`),
    },
    {
      now: () => performance.now(),
      sleep: async (milliseconds, signal) => sleep(Math.max(0, milliseconds), undefined, { signal }),
    },
  );
}
