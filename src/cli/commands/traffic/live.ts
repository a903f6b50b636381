import { InputError } from '../../../traffic/input/input-error.ts';
import { NotFollowed } from '../../../traffic/live/line-decoder.ts';
import { LiveReader, type News } from '../../../traffic/live/live-reader.ts';
import { liveReport } from '../../../traffic/live/live-report.ts';
import { LiveState } from '../../../traffic/live/live-state.ts';
import { openLive } from '../../../traffic/live/open-live.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { endAtSignal } from '../../end-at-signal.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { ReaderGone } from '../../output.ts';
import { printable } from '../../printable.ts';
import { endEvents, eventOf } from './live-events.ts';
import { readLiveOptions } from './live-options.ts';
import { inputFormatOf, prefixesOf } from './options.ts';
import { writeNews } from './live-text.ts';

/**
 * Reads what comes until it ends, or a signal ends it, and tells what is news meanwhile. `write` gets the report of all of
 * it, also where reading failed in the middle: what was found before is still true.
 */
export async function runLive(
  input: Input,
  write: (report: TrafficReport) => void,
  context: Context,
): Promise<TrafficReport> {
  try {
    const options = readLiveOptions(input);
    const knowledge = openWholeKnowledge();
    const stop = new AbortController();
    const now = (): number => context.now().getTime() / 1000;
    const own = prefixesOf(input);
    const state = options.state === null ? null : new LiveState(options.state, knowledge, input.value('own') ?? '');
    const reader: LiveReader = new LiveReader(knowledge, {
      own,
      now,
      onNews: (news) => tell(news, input, context),
      ...(state !== null && { onSave: async () => state.save(reader, now()) }),
      onUnsaved: ({ message }) => {
        context.stderr.line(`portolan: ${printable(message)}`);
        context.stderr.flush();
      },
    });
    state?.restore(reader);
    await openLive(reader, options, { format: inputFormatOf(input), now: now(), signal: stop.signal, state });
    // What comes from now on is in the state or still to be read, whenever this ends.
    await keepFirst(reader, state, now());
    for (const { title } of reader.inputs) context.stderr.line(`portolan: reading ${printable(title)}`);
    context.stderr.flush();
    return await readToEnd(reader, stop, write);
  } catch (error) {
    if (error instanceof NotFollowed) throw new CliError(EXIT.usage, printable(error.message));
    if (error instanceof InputError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}

/** A state that cannot be written is told of before anything is read. */
async function keepFirst(reader: LiveReader, state: LiveState | null, now: number): Promise<void> {
  try {
    await state?.save(reader, now);
  } catch (error) {
    await Promise.all(reader.inputs.map((input) => input.close()));
    throw error;
  }
}

async function readToEnd(
  reader: LiveReader,
  stop: AbortController,
  write: (report: TrafficReport) => void,
): Promise<TrafficReport> {
  const release = endAtSignal(stop);
  let failure: { readonly error: unknown } | null = null;
  try {
    await reader.run(stop);
  } catch (error) {
    if (error instanceof ReaderGone) throw error;
    failure = { error };
  } finally {
    release();
  }
  const report = await liveReport(reader);
  write(report);
  if (failure !== null) throw failure.error;
  return report;
}

function tell(news: readonly News[], input: Input, context: Context): void {
  switch (formatOf(input)) {
    case 'json':
      return;
    case 'ndjson':
      for (const one of news) context.stdout.line(JSON.stringify(eventOf(one)));
      context.stdout.flush();
      return;
    default:
      writeNews(news, context);
  }
}

export function writeLiveEnd(report: TrafficReport, { stdout }: Context): void {
  for (const event of endEvents(report)) stdout.line(JSON.stringify(event));
}
