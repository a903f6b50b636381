import type { LiveIngest } from '../../ingest/live/live-ingest.ts';
import { NotFollowed } from '../../traffic/live/line-decoder.ts';
import { openLive, type LiveSources, type OpenOptions } from '../../traffic/live/open-live.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';

/** Opens what is to be read into a spool, each source from where an earlier run ended. Rejects with InputError and CliError (usage). */
export async function openSources(
  live: LiveIngest,
  sources: LiveSources,
  options: Pick<OpenOptions, 'format' | 'now' | 'signal'>,
): Promise<void> {
  try {
    await openLive(live, sources, {
      ...options,
      state: live.positions,
      memory: live.positions.files,
      ready: live.ready,
    });
  } catch (error) {
    if (error instanceof NotFollowed) throw new CliError(EXIT.usage, printable(error.message));
    throw error;
  }
}
