import type { Decoded } from '../../../src/traffic/decoders/decode.fixture.ts';
import { MARK } from '../../../src/traffic/event-batch.ts';
import type { DissectedFrame } from './tshark.fixture.ts';

type Value = string | number | readonly number[] | null | undefined;

/** In words, frame by frame, where events differ from what tshark says. */
export function differences(frames: readonly DissectedFrame[], events: readonly Decoded[]): string[] {
  const byRecord = new Map(events.map((event) => [event.record, event]));
  const found: string[] = [];
  for (const [index, { packet, layers }] of frames.entries()) {
    const event = byRecord.get(index + 1);
    const say = (text: string): void => void found.push(`frame ${index + 1} (${layers}): ${text}`);
    if (packet === null || event === undefined) {
      if (packet !== null) say('no event');
      if (event !== undefined) say(`an event, from ${event.source}`);
      continue;
    }
    const compare = (name: string, theirs: Value, ours: Value): void => {
      if (theirs !== null && String(theirs) !== String(ours)) say(`${name} ${String(theirs)}, here ${String(ours)}`);
    };
    const isTimed = packet.time !== null && packet.time !== 0;
    if (isTimed && Math.abs(packet.time - (event.time ?? Number.NaN)) > 1e-6) compare('time', packet.time, event.time);
    compare('source', packet.source, event.source);
    compare('destination', packet.destination, event.destination);
    compare('protocol', packet.protocol, event.protocol);
    compare('ttl', packet.ttl, event.ttl);
    compare('id', packet.id, event.ipId);
    if (packet.length !== 0 && packet.length !== 40) compare('length', packet.length, event.bytes);
    const hasPorts = (event.marks & MARK.ports) !== 0;
    if (packet.ports !== null) compare('ports', packet.ports, hasPorts ? [event.sport, event.dport] : 'none');
    const hasFlags = (event.marks & MARK.flags) !== 0;
    compare('flags', packet.flags, hasFlags ? event.flags : 'none');
  }
  return found;
}
