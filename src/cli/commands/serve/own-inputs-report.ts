import type { DeliveryStatus } from '../../../ingest/delivery.ts';
import type { LiveIngest } from '../../../ingest/live/live-ingest.ts';
import type { OwnInputs } from '../../../server/collector/own-inputs.ts';
import type { Metric } from '../../../server/metrics/metric.ts';

/** How reading goes, for /metrics and /healthz. `failure`: why it ended; null while it goes on. */
export function reportOwnInputs(live: LiveIngest, status: DeliveryStatus, failure: string | null): OwnInputs {
  const one = (type: 'counter' | 'gauge', name: string, help: string, value: number): Metric => ({
    ...{ name: `portolan_ingest_${name}`, help, type },
    samples: [{ value }],
  });
  const { events, untimed, dropped, kernelDropped } = live;
  return {
    metrics: [
      one('gauge', 'up', 'Whether this process reads its own inputs.', failure === null ? 1 : 0),
      one('counter', 'events_total', 'Events that this process read.', events),
      one('counter', 'untimed_total', 'Events without a time, which are not stored.', untimed),
      {
        name: 'portolan_ingest_dropped_total',
        help: 'What was dropped: events for want of room in the spool, datagrams by the kernel.',
        type: 'counter',
        samples: [
          { labels: { by: 'spool' }, value: dropped },
          { labels: { by: 'kernel' }, value: kernelDropped },
        ],
      },
      one('counter', 'refused_batches_total', 'Batches that were set aside in the spool.', status.refused),
      one('gauge', 'spool_bytes', 'Bytes that wait in the spool.', status.spoolBytes),
      one('gauge', 'spool_oldest_seconds', 'For how long the oldest batch has waited.', status.oldestSeconds),
    ],
    problems: [
      ...(failure === null ? [] : [`the inputs of this process are not read any more: ${failure}`]),
      ...(status.trouble === null ? [] : [status.trouble]),
    ],
  };
}
