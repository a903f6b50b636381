import type { DeliveryStatus } from '../../ingest/delivery.ts';
import type { LiveIngest } from '../../ingest/live/live-ingest.ts';
import { describeSpan, formatCount, plural } from '../../traffic/words.ts';

const MEGABYTE = 1_000_000;

/** How live reading goes, in one line; it may have words of others in it, which a terminal must not see as they are. */
export function statusText(live: LiveIngest, status: DeliveryStatus): string {
  const { events, dropped, kernelDropped } = live;
  const { delivered, duplicates, refused, spoolBytes, oldestSeconds, trouble } = status;
  const parts = [`${plural(events, 'event')} read`, `${formatCount(delivered + duplicates)} stored`];
  if (oldestSeconds > 0) {
    parts.push(`the spool has ${(spoolBytes / MEGABYTE).toFixed(1)} MB, the oldest for ${describeSpan(oldestSeconds)}`);
  }
  if (dropped + kernelDropped > 0) {
    parts.push(`dropped ${formatCount(dropped)} for want of room, ${formatCount(kernelDropped)} by the kernel`);
  }
  if (refused > 0) parts.push(`${formatCount(refused)} batches refused`);
  if (trouble !== null) parts.push(trouble);
  return parts.join(', ');
}
