import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DeliveredSpool } from '../../../ingest/delivery.ts';
import { LiveIngest } from '../../../ingest/live/live-ingest.ts';
import { SpoolError } from '../../../ingest/spool/spool-error.ts';
import { Spool } from '../../../ingest/spool/spool.ts';
import type { RunningServer } from '../../../server/start-server.ts';
import { InputError } from '../../../traffic/input/input-error.ts';
import type { LiveSources } from '../../../traffic/live/open-live.ts';
import { LIVE_FLAGS } from '../../collect/live-flags.ts';
import { openSources } from '../../collect/open-sources.ts';
import { statusText } from '../../collect/status-text.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { readLiveSources } from '../traffic/live-options.ts';
import { inputFormatOf } from '../traffic/options.ts';
import type { Log } from './log.ts';
import { reportOwnInputs } from './own-inputs-report.ts';

const STATUS_MS = 60_000;
/** Beside the one of `portolan ingest`, which may run at the same time, and hands its batches to this process. */
const SPOOL = 'spool-serve';

/** What this process is to read itself; with nothing in it, where nothing is. Throws CliError (usage). */
export function ownSourcesOf(input: Input): LiveSources {
  const { follow, from } = LIVE_FLAGS;
  const isFollowing = input.has(follow.long);
  if (isFollowing && input.args.length === 0) {
    throw new CliError(EXIT.usage, '--follow needs a file, such as --follow /var/log/ufw.log');
  }
  if (!isFollowing && input.has(from.long)) {
    throw new CliError(EXIT.usage, '--from is for followed files: --follow FILE');
  }
  return readLiveSources(input, isFollowing ? input.args : []);
}

/** Whether there is anything that this process is to read itself. */
export function isReading({ files, journal, syslog, netflow }: LiveSources): boolean {
  return files.length > 0 || journal || syslog !== null || netflow !== null;
}

/**
 * Reads what was asked for through a spool into the store, until what is returned ends it: that finishes what was read, for so many
 * milliseconds at most, and what is not stored by then is the next run's. What ends it earlier is logged and shown; sensors are served
 * on. Rejects with CliError.
 */
export async function readOwnInputs(
  input: Input,
  sources: LiveSources,
  server: RunningServer,
  folder: string,
  context: Context,
  log: Log,
): Promise<(graceMs: number) => Promise<void>> {
  const path = join(folder, SPOOL);
  // An earlier run may have left something that waits.
  if (!isReading(sources) && (server.keeper.absence !== null || !existsSync(path))) return async () => undefined;
  const stop = new AbortController();
  const now = (): number => context.now().getTime() / 1000;
  let delivery: DeliveredSpool | null = null;
  let failure: string | null = null;
  try {
    const spool = Spool.open(path);
    const delivered = new DeliveredSpool(spool, server.sink);
    delivery = delivered;
    for (const note of spool.notes) log('warning', note);
    const tell = statusTeller(log, delivered);
    const live: LiveIngest = new LiveIngest(spool, { now, isOnce: false, onTick: () => tell(live) });
    await openSources(live, sources, { format: inputFormatOf(input), now: now(), signal: stop.signal });
    await live.begin();
    server.watch(() => reportOwnInputs(live, delivered.status, failure));
    for (const { title } of live.inputs) log('info', `reading ${title}`);
    const read = async (): Promise<void> => {
      if (live.inputs.length === 0) return;
      try {
        await live.run(stop);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        log('error', `the inputs are not read any more: ${failure}`);
      }
    };
    const ended = read();
    return async (graceMs) => {
      stop.abort();
      await ended;
      const isStored = await delivered.finish(AbortSignal.timeout(graceMs));
      log(isStored ? 'info' : 'warning', `inputs: ${statusText(live, delivered.status)}`);
      await delivered.close();
    };
  } catch (error) {
    await delivery?.close();
    const isExpected = error instanceof SpoolError || error instanceof InputError;
    throw isExpected ? new CliError(EXIT.couldNotLook, printable(error.message)) : error;
  }
}

/** Says once a minute how it goes, where anything came of it, and at once when something goes wrong. */
function statusTeller(log: Log, delivery: DeliveredSpool): (live: LiveIngest) => void {
  let told = performance.now();
  let [events, dropped, isTroubled] = [0, 0, false];
  return (live) => {
    const { status } = delivery;
    const isNewTrouble = status.trouble !== null && !isTroubled;
    if (!isNewTrouble && performance.now() - told < STATUS_MS) return;
    told = performance.now();
    isTroubled = status.trouble !== null;
    const lost = live.dropped + live.kernelDropped;
    const isBad = isTroubled || lost > dropped;
    const { spoolBytes, oldestSeconds } = status;
    if (isBad || live.events > events) {
      log(isBad ? 'warning' : 'info', `inputs: ${statusText(live, status)}`, {
        ...{ events: live.events, dropped: live.dropped, kernelDropped: live.kernelDropped },
        ...{ spoolBytes, oldestSeconds: Math.round(oldestSeconds) },
      });
    }
    [events, dropped] = [live.events, lost];
  };
}
