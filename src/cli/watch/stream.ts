import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Overlay } from '../../knowledge/overlay.ts';
import type { Snapshot } from '../../sockets/snapshot.ts';
import { SocketView } from '../../sockets/socket-row.ts';
import { Pace } from '../../sockets/watch/pace.ts';
import type { SocketWatch } from '../../sockets/watch/socket-watch.ts';
import type { Context } from '../context.ts';
import { describeGaps } from '../../sockets/gaps.ts';
import { eventsOf, tickEvent, type ViewMaker } from './events.ts';
import type { WatchOptions } from './options.ts';

/** What a stream gets from outside. */
export interface StreamEdge {
  /** CPU milliseconds this program has used. */
  readonly cpu: () => number;
  readonly monotonic: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Watched {
  readonly watch: SocketWatch;
  readonly knowledge: Knowledge;
  readonly overlay: Overlay;
  readonly options: WatchOptions;
}

/** Writes what happens as NDJSON, look by look; whoever reads has all of a look before the next begins. */
export async function streamEvents(watched: Watched, edge: StreamEdge, context: Context): Promise<Snapshot> {
  const { watch, options } = watched;
  const pace = new Pace(options.interval);
  for (;;) {
    const [begin, beginCpu] = [edge.monotonic(), edge.cpu()];
    const look = watch.look();
    writeLook(watched, look, pace, context);
    if (look.number === 1) {
      for (const gap of describeGaps(look.snapshot)) context.stderr.line(`portolan: ${gap}`);
    }
    context.stdout.flush();
    pace.note(edge.cpu() - beginCpu - look.walkMilliseconds);
    if (pace.isNews()) context.stderr.line(`portolan: ${describePace(pace, options.interval)}`);
    context.stderr.flush();
    if (look.number >= options.count) return look.snapshot;
    await edge.sleep(Math.max(0, begin + pace.interval - edge.monotonic()));
  }
}

/** Why the looks come more slowly than asked for. */
function describePace(pace: Pace, wanted: number): string {
  return `a look costs ${Math.round(pace.cost)} ms of CPU: one each ${formatSeconds(pace.interval)}, not ${formatSeconds(wanted)}, to stay under 5 % of a core`;
}

export function formatSeconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}

function writeLook(
  { knowledge, overlay, options }: Watched,
  look: ReturnType<SocketWatch['look']>,
  pace: Pace,
  { stdout }: Context,
): void {
  const maker = (snapshot: Snapshot): ViewMaker => {
    let view: SocketView | null = null;
    return () => (view ??= new SocketView(snapshot, knowledge, overlay));
  };
  const counts = { open: 0, close: 0, change: 0 };
  const views = { previous: maker(look.previous ?? look.snapshot), now: maker(look.snapshot) };
  for (const event of eventsOf(look, views, options)) {
    counts[event.type]++;
    stdout.line(JSON.stringify(event));
  }
  const tick = tickEvent(look, { opened: counts.open, closed: counts.close, changed: counts.change }, pace, options);
  stdout.line(JSON.stringify(tick));
}
