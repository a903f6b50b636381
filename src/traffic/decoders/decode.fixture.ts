import fc from 'fast-check';
import { expect } from 'vitest';
import { EventBatch, OUTCOMES } from '../event-batch.ts';
import type { InputTotals } from '../input-totals.ts';
import type { Payload } from '../payload.ts';
import { Clock, utc } from './clock.ts';
import type { LineFormat, TrafficFormat } from './decoder.ts';
import { InputDecoder } from './input-decoder.ts';

/** An event as a test reads it: what is not known is not there. */
export interface Decoded {
  time?: number;
  end?: number;
  source: string;
  destination: string;
  protocol: number;
  sport: number;
  dport: number;
  flags: number;
  packets: number;
  bytes?: number;
  packetsBack?: number;
  bytesBack?: number;
  outcome: string;
  direction: number;
  ttl: number;
  window: number;
  ipId: number;
  marks: number;
  label: string;
  offset: number;
  record: number;
  payload?: Payload;
}

/** A clock whose zone is UTC, for files written at the end of 2026. */
export const testClock = (): Clock => new Clock(utc(2026, 12, 31, 0, 0, 0), () => 0);

export interface DecodedInput {
  readonly events: Decoded[];
  readonly totals: InputTotals;
  readonly titles: readonly string[];
}

/** Decodes an input that comes in pieces of so many bytes; by default in one piece. */
export function decode(
  format: TrafficFormat,
  input: Uint8Array | string,
  pieces: readonly number[] = [],
  others: readonly LineFormat[] = [],
): DecodedInput {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : input;
  const events: Decoded[] = [];
  const batch = new EventBatch((full) => events.push(...eventsOf(full)));
  const decoder = new InputDecoder(format, others, { clock: testClock() }, batch);
  let at = 0;
  for (const piece of pieces) {
    decoder.push(bytes.subarray(at, at + piece));
    at += piece;
  }
  decoder.push(bytes.subarray(at));
  decoder.end();
  return { events, totals: decoder.totals, titles: decoder.titles };
}

/** The events of a batch, for those who fill one otherwise. */
export function eventsOf(batch: EventBatch): Decoded[] {
  return Array.from({ length: batch.length }, (_, row) => decodedAt(batch, row));
}

export function decodedAt(batch: EventBatch, row: number): Decoded {
  const family = batch.family[row] ?? 0;
  const known = (value: number | undefined): number | undefined =>
    value === undefined || Number.isNaN(value) ? undefined : value;
  const event: Decoded = {
    source: batch.addresses.format(family, batch.source[row] ?? 0),
    destination: batch.addresses.format(family, batch.destination[row] ?? 0),
    protocol: batch.protocol[row] ?? 0,
    sport: batch.sport[row] ?? 0,
    dport: batch.dport[row] ?? 0,
    flags: batch.flags[row] ?? 0,
    packets: batch.packets[row] ?? 0,
    outcome: OUTCOMES[batch.outcome[row] ?? 0] ?? '',
    direction: batch.direction[row] ?? 0,
    ttl: batch.ttl[row] ?? 0,
    window: batch.window[row] ?? 0,
    ipId: batch.ipId[row] ?? 0,
    marks: batch.marks[row] ?? 0,
    label: batch.labels.name(batch.label[row] ?? 0),
    offset: batch.offset[row] ?? 0,
    record: batch.record[row] ?? 0,
  };
  for (const name of ['time', 'end', 'bytes', 'packetsBack', 'bytesBack'] as const) {
    const value = known(batch[name][row]);
    if (value !== undefined) event[name] = value;
  }
  const payload = batch.payloads.get(row);
  if (payload !== undefined) event.payload = payload;
  return event;
}

/**
 * What every decoder must hold, tried on a sample of its format: it does not matter in which pieces the bytes come; what
 * stands before a cut is decoded as ever; no change of bytes makes it throw, hang, or lose count.
 */
export function expectRobust(format: TrafficFormat, sample: Uint8Array | string): void {
  const bytes = typeof sample === 'string' ? Buffer.from(sample, 'latin1') : Buffer.from(sample);
  const whole = decode(format, bytes);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (pieces) => {
      const inPieces = decode(format, bytes, pieces);
      expect(inPieces.events).toEqual(whole.events);
      expect(inPieces.totals).toEqual(whole.totals);
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.nat(bytes.length), (length) => {
      const { events } = decode(format, bytes.subarray(0, length));
      // The last record may be cut: a shorter line can still be an event, and another one.
      const sure = Math.max(events.length - 1, 0);
      expect(events.length).toBeLessThanOrEqual(whole.events.length + 1);
      expect(events.slice(0, sure)).toEqual(whole.events.slice(0, sure));
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length), fc.nat(255)), { minLength: 1, maxLength: 12 }), (changes) => {
      const changed = Buffer.from(bytes);
      for (const [at, value] of changes) if (at < changed.length) changed[at] = value;
      const { totals } = decode(format, changed);
      expect(totals.bytes).toBe(bytes.length);
    }),
    { numRuns: 200 },
  );
}
