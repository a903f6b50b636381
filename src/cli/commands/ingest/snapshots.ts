import { scheduledSnapshots, snapshotsEvery } from '../../collect/scheduled-snapshots.ts';
import { SNAPSHOTS_FLAG } from '../../collect/snapshots-flag.ts';
import { printable } from '../../printable.ts';
import type { Session } from './run.ts';

/**
 * Begins to take snapshots into the spool, where --snapshots asks for them. Returns what waits for their end: alone they go on until a
 * signal, or with --once until the first is kept; beside other inputs they end with these. Throws CliError (usage).
 */
export function takeSnapshots({ input, context, delivery, stop }: Session): (isAlone: boolean) => Promise<void> {
  const every = snapshotsEvery(input.value(SNAPSHOTS_FLAG.long));
  if (every === null) return () => Promise.resolve();
  const { stderr } = context;
  const end = new AbortController();
  stop.signal.addEventListener('abort', () => end.abort());
  let kept: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (kept = resolve));
  const source = scheduledSnapshots(
    every,
    context,
    async (batches) => {
      await delivery.spool.append(batches, new Map());
      kept();
    },
    (sentence) => {
      stderr.line(`portolan: ${printable(sentence)}`);
      stderr.flush();
    },
  );
  const run = source.run(end.signal);
  // Whoever waits for it hears of what goes wrong; until then it is no unhandled rejection.
  run.catch(() => undefined);
  return async (isAlone) => {
    if (isAlone && input.has('once')) await Promise.race([first, run]);
    if (!isAlone || input.has('once')) end.abort();
    await run;
  };
}
