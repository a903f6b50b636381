import type { VNode } from 'preact';
import type { AskDocument, AtlasDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Empty } from '../../parts/state-of.tsx';
import { plural } from '../../state/shown.ts';
import { DAY, HOUR, pointsOf } from './points.ts';

/** Knocks on it that the store remembers. */
export function LogsPart({ port, transport }: { readonly port: number; readonly transport: string }): VNode {
  const atlas = useResource<AtlasDocument>(API.atlas);
  const logs = atlas.data?.logs;
  // Where there is no store, asking it would only be refused.
  const hasStore = logs !== null && logs !== undefined;
  const activity = useResource<AskDocument>(hasStore ? API.portActivity(port, transport, '1d') : null);
  const events = logs?.find((one) => one.port === port && one.transport === transport)?.events ?? 0;
  const days = activity.data === null ? [] : pointsOf(activity.data, DAY);
  // A single day is told hour by hour: one bar says nothing.
  const hours = useResource<AskDocument>(days.length === 1 ? API.portActivity(port, transport, '1h') : null);
  const points = hours.data === null ? days : pointsOf(hours.data, HOUR);
  return (
    <section class="panel" aria-labelledby="logs-title">
      <h2 id="logs-title">In your logs</h2>
      {logs === null && (
        <Empty command="portolan ingest /var/log/ufw.log">
          No store is open, so no log is remembered. Ingest one, or look at a file under Traffic.
        </Empty>
      )}
      {hasStore && <p>{plural(events, 'event')} on record, of the last 30 days.</p>}
      {points.length > 1 && <Sparkline points={points} what={`Events on ${port}/${transport}`} />}
    </section>
  );
}
