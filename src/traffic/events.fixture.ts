import { parseIPv4, parseIPv6 } from '../net/address.ts';
import { BATCH_EVENTS, DIRECTION, EventBatch, MARK, OUTCOME, type Outcome } from './event-batch.ts';
import type { Payload } from './payload.ts';
import { PROTOCOL, TCP } from '../net/protocol.ts';

/** An event of a test: a SYN from outside to a host of ours where nothing is said. */
export interface TestEvent {
  readonly time?: number;
  readonly from?: string;
  readonly to?: string;
  readonly protocol?: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly flags?: number;
  readonly packets?: number;
  readonly bytes?: number;
  readonly packetsBack?: number;
  readonly bytesBack?: number;
  readonly outcome?: Outcome;
  readonly direction?: keyof typeof DIRECTION;
  readonly window?: number;
  readonly ipId?: number;
  readonly marks?: number;
  readonly label?: string;
  readonly payload?: Payload;
}

export const OUTSIDE = '203.0.113.5';
export const OURS = '192.0.2.7';
/** Sunday, 22 November 2026, 00:00 UTC */
export const MIDNIGHT = 1_795_305_600;

/** Adds an event to a batch; its record is its number in the batch. Returns its row. */
export function addEvent(batch: EventBatch, event: TestEvent): number {
  batch.nextRecord++;
  batch.nextOffset += 100;
  const row = batch.add();
  const protocol = event.protocol ?? PROTOCOL.tcp;
  const [family, source] = placeOf(batch, event.from ?? OUTSIDE);
  batch.time[row] = event.time ?? MIDNIGHT;
  batch.end[row] = event.time ?? MIDNIGHT;
  batch.family[row] = family;
  batch.source[row] = source;
  const [otherFamily, destination] = placeOf(batch, event.to ?? OURS);
  if (otherFamily !== family) throw new Error(`no packet goes from ${event.from} to ${event.to}`);
  batch.destination[row] = destination;
  batch.protocol[row] = protocol;
  batch.sport[row] = event.sport ?? 40_000;
  batch.dport[row] = event.dport ?? 22;
  batch.flags[row] = event.flags ?? TCP.syn;
  batch.packets[row] = event.packets ?? 1;
  batch.bytes[row] = event.bytes ?? 40;
  batch.packetsBack[row] = event.packetsBack ?? Number.NaN;
  batch.bytesBack[row] = event.bytesBack ?? Number.NaN;
  batch.outcome[row] = OUTCOME[event.outcome ?? 'dropped'];
  batch.direction[row] = DIRECTION[event.direction ?? 'in'];
  batch.window[row] = event.window ?? 0;
  batch.ipId[row] = event.ipId ?? 0;
  batch.marks[row] = event.marks ?? (protocol === PROTOCOL.tcp ? MARK.ports | MARK.flags : MARK.ports);
  if (event.label !== undefined) batch.label[row] = batch.labels.place(event.label);
  if (event.payload !== undefined) batch.payloads.set(row, event.payload);
  return row;
}

/** A batch that holds these events, which have to fit into it. */
export function batchOf(events: readonly TestEvent[]): EventBatch {
  if (events.length > BATCH_EVENTS) throw new Error(`${events.length} events do not fit into one batch`);
  const batch = new EventBatch(() => undefined);
  for (const event of events) addEvent(batch, event);
  return batch;
}

function placeOf(batch: EventBatch, text: string): readonly [family: number, place: number] {
  const ipv4 = parseIPv4(text);
  if (ipv4 !== null) return [4, ipv4];
  const words = parseIPv6(text);
  if (words === null) throw new Error(`"${text}" is no address`);
  return [6, batch.addresses.place(...words)];
}
