import { setTimeout as sleep } from 'node:timers/promises';
import type { Input } from '../command.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { openKnowledge } from '../open-knowledge.ts';
import { openOverlay } from '../open-overlay.ts';
import { isComplete } from '../../sockets/gaps.ts';
import { cpuMilliseconds, watchMachine } from './machine.ts';
import { readPace, type WatchOptions } from './options.ts';
import { streamEvents, type Watched } from './stream.ts';

/** `portolan sockets --watch`: a live screen on a terminal, events for whoever reads a pipe. */
export async function runWatch(
  input: Input,
  letters: Omit<WatchOptions, 'interval' | 'count' | 'initial'>,
  context: Context,
): Promise<void> {
  const options: WatchOptions = { ...letters, ...readPace(input) };
  const watched: Watched = {
    watch: watchMachine(context, options.request),
    knowledge: openKnowledge(),
    overlay: await openOverlay(input, context),
    options,
  };
  const edge = { cpu: cpuMilliseconds, monotonic: () => performance.now(), sleep: (time: number) => sleep(time) };
  const isScreen = context.isTerminal && !input.has('ndjson') && context.environment['TERM'] !== 'dumb';
  const last = isScreen
    ? await (await import('./live.ts')).showLive(watched, edge, context)
    : await streamEvents(watched, edge, context);
  if (input.has('strict') && !isComplete(last)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be seen, and --strict was given');
  }
}
