import type { VNode } from 'preact';
import type { AskDocument, AtlasDocument } from '../../api/documents.ts';
import { API } from '../../api/paths.ts';
import { useResource } from '../../api/resource.ts';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Empty } from '../../parts/state-of.tsx';
import { plural } from '../../state/shown.ts';
import { pointsOf } from './points.ts';

/** Knocks on it that the store remembers. */
export function LogsPart({ port, transport }: { readonly port: number; readonly transport: string }): VNode {
  const atlas = useResource<AtlasDocument>(API.atlas);
  const logs = atlas.data?.logs;
  // Where there is no store, asking it would only be refused.
  const hasStore = logs !== null && logs !== undefined;
  const activity = useResource<AskDocument>(hasStore ? API.portActivity(port, transport) : null);
  const events = logs?.find((one) => one.port === port && one.transport === transport)?.events ?? 0;
  const points = activity.data === null ? [] : pointsOf(activity.data);
  return (
    <section class="panel" aria-labelledby="logs-title">
      <h2 id="logs-title">In your logs</h2>
      {logs === null && (
        <Empty command="portolan ingest /var/log/ufw.log">
          No store is open, so no log is remembered. Ingest one, or look at a file under Traffic.
        </Empty>
      )}
      {hasStore && <p>{plural(events, 'event')} on record.</p>}
      {points.length > 1 && <Sparkline points={points} what={`Events on ${port}/${transport}`} />}
    </section>
  );
}
