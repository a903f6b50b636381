import { recordsOf } from '../../../ingest/account.ts';
import type { DeliveryStatus } from '../../../ingest/delivery.ts';
import { LiveIngest } from '../../../ingest/live/live-ingest.ts';
import { LiveCapture } from '../../../traffic/live/live-capture.ts';
import { openSources } from '../../collect/open-sources.ts';
import { statusText } from '../../collect/status-text.ts';
import { formatOf } from '../../format.ts';
import { printable } from '../../printable.ts';
import { readLiveSources } from '../traffic/live-options.ts';
import { inputFormatOf } from '../traffic/options.ts';
import { readsEvents } from './options.ts';
import type { Ingested, Session } from './run.ts';
import { takeSnapshots } from './snapshots.ts';

const STATUS_MS = 60_000;
const MAINTAIN_MS = 3_600_000;

/** Reads what comes into the spool until a signal ends it, or nothing more comes. */
export async function ingestLive(session: Session): Promise<Ingested> {
  const { input, context, delivery, store, stop } = session;
  const { stderr } = context;
  const now = (): number => context.now().getTime() / 1000;
  let told = performance.now();
  let maintained = told;
  let isTroubled = false;
  const maintain = (): void => {
    store?.maintain(context.now().getTime()).catch((error: unknown) => {
      stderr.line(`portolan: the store could not be tidied: ${printable(String(error))}`);
      stderr.flush();
    });
  };
  const live: LiveIngest = new LiveIngest(delivery.spool, {
    now,
    isOnce: input.has('once'),
    onTick: () => {
      const time = performance.now();
      if (time - maintained >= MAINTAIN_MS) {
        maintained = time;
        maintain();
      }
      const isNewTrouble = delivery.status.trouble !== null && !isTroubled;
      if (!isNewTrouble && time - told < STATUS_MS) return;
      told = time;
      isTroubled = delivery.status.trouble !== null;
      stderr.line(statusLine(live, delivery.status, formatOf(input) === 'json'));
      stderr.flush();
    },
  });
  const options = { format: inputFormatOf(input), now: now(), signal: stop.signal };
  const interfaceName = input.value('capture');
  if (readsEvents(input)) await openSources(live, readLiveSources(input), options);
  if (interfaceName !== null) {
    const batch = live.openBatch();
    live.inputs.push(new LiveCapture({ interfaceName, batch, sink: live.openSink(), ...options }));
  }
  await live.begin();
  for (const { title } of live.inputs) stderr.line(`portolan: reading ${printable(title)}`);
  stderr.flush();
  const snapshots = takeSnapshots(session);
  if (live.inputs.length > 0) await live.run(stop);
  await snapshots(live.inputs.length === 0);
  if (live.forgottenAddresses > 0) {
    stderr.line(
      `portolan: ${live.forgottenAddresses} times an IPv6 address was one too many to remember, and is stored as ::`,
    );
    stderr.flush();
  }
  return {
    inputs: live.inputs.map((one, place) => {
      const { events, untimed, dropped } = live.countsOf(place);
      return {
        name: one.summary.name,
        ...recordsOf(one.summary),
        ...{ events, already: 0, untimed, dropped: (one.dropped ?? 0) + dropped },
        notes: one.summary.notes,
        error: null,
      };
    }),
    spooled: live.written,
  };
}

function statusLine(live: LiveIngest, status: DeliveryStatus, isJson: boolean): string {
  if (!isJson) return `portolan: ${printable(statusText(live, status))}`;
  const { events, written, dropped, untimed, kernelDropped } = live;
  return JSON.stringify({ event: 'ingest-status', events, written, untimed, dropped, kernelDropped, ...status });
}
