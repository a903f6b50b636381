import type { EventBatch } from '../event-batch.ts';

/** Adds to `to` the event that stands in a row of `from`; both have the same addresses and labels. */
export function copyEvent(from: EventBatch, row: number, to: EventBatch): void {
  const at = to.add();
  to.time[at] = from.time[row] ?? 0;
  to.end[at] = from.end[row] ?? 0;
  to.family[at] = from.family[row] ?? 0;
  to.source[at] = from.source[row] ?? 0;
  to.destination[at] = from.destination[row] ?? 0;
  to.protocol[at] = from.protocol[row] ?? 0;
  to.sport[at] = from.sport[row] ?? 0;
  to.dport[at] = from.dport[row] ?? 0;
  to.flags[at] = from.flags[row] ?? 0;
  to.packets[at] = from.packets[row] ?? 0;
  to.bytes[at] = from.bytes[row] ?? 0;
  to.packetsBack[at] = from.packetsBack[row] ?? 0;
  to.bytesBack[at] = from.bytesBack[row] ?? 0;
  to.outcome[at] = from.outcome[row] ?? 0;
  to.direction[at] = from.direction[row] ?? 0;
  to.ttl[at] = from.ttl[row] ?? 0;
  to.window[at] = from.window[row] ?? 0;
  to.ipId[at] = from.ipId[row] ?? 0;
  to.marks[at] = from.marks[row] ?? 0;
  to.label[at] = from.label[row] ?? 0;
  to.offset[at] = from.offset[row] ?? 0;
  to.record[at] = from.record[row] ?? 0;
  const payload = from.payloads.get(row);
  if (payload !== undefined) to.payloads.set(at, payload);
}
