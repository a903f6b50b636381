import { ownKnowledge } from '../../../knowledge/compiled-knowledge.fixture.ts';
import { parseIPv4, parseIPv6 } from '../../../net/address.ts';
import { Analysis } from '../../analysis.ts';
import { EventBatch, MARK, OUTCOME, type Outcome } from '../../event-batch.ts';
import type { Payload } from '../../payload.ts';
import { parsePrefix, type Prefix } from '../../../net/prefix.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { compilePatterns, type CompiledPatterns } from '../compile-patterns.ts';

/** An event as a case writes it; what is not given is not known. */
export interface Event {
  /** Seconds since the beginning; by default each event comes a second after the one before. */
  readonly at?: number;
  /** Seconds a flow lasts. */
  readonly lasts?: number;
  readonly from: string;
  readonly to: string;
  readonly is?: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'igmp';
  readonly sport?: number;
  readonly dport?: number;
  /** Type and code. */
  readonly icmp?: readonly [number, number];
  /** As tcpdump writes them: `S` is SYN, `.` is ACK; empty is none. */
  readonly flags?: string;
  readonly packets?: number;
  readonly bytes?: number;
  readonly packetsBack?: number;
  readonly bytesBack?: number;
  readonly outcome?: Outcome;
  readonly isFragment?: boolean;
  readonly sequenceIsDestination?: boolean;
  readonly payload?: Payload;
}

/** A pattern, or one sign of it (`finger#3`), with events that show it and events that come near and do not. */
export interface Case {
  readonly sign: string;
  readonly shown: readonly Event[];
  readonly nearMiss: readonly Event[];
}

/** Ours: a network that the Internet can reach, and one inside. */
export const OURS = '198.51.100.';
export const INSIDE = '10.0.0.';
/** Somebody else's. */
export const THEIRS = '203.0.113.';
export const us = `${OURS}7`;
export const inside = `${INSIDE}7`;
export const stranger = `${THEIRS}9`;

const OWN: readonly Prefix[] = ['198.51.100.0/24', '10.0.0.0/16', 'fd00::/64'].flatMap(
  (text) => parsePrefix(text) ?? [],
);
const START = Date.UTC(2026, 10, 22) / 1000;
const FLAGS: Readonly<Record<string, number>> = {
  F: TCP.fin,
  S: TCP.syn,
  R: TCP.rst,
  P: TCP.psh,
  '.': TCP.ack,
  U: TCP.urg,
};

let patterns: CompiledPatterns | null = null;

/** The signs that events show, as `finger#3`. */
export function signsShown(events: readonly Event[]): string[] {
  patterns ??= compilePatterns(ownKnowledge());
  const batch = new EventBatch((full) => analysis.take(full));
  const analysis = new Analysis(batch, patterns, OWN);
  for (const [place, event] of events.entries()) add(batch, event, place);
  batch.flush();
  return analysis.finish().map(({ pattern, sign }) => `${pattern.id}#${pattern.signs.indexOf(sign) + 1}`);
}

function add(batch: EventBatch, event: Event, place: number): void {
  const row = batch.add();
  batch.time[row] = START + (event.at ?? place);
  batch.end[row] = START + (event.at ?? place) + (event.lasts ?? 0);
  batch.source[row] = address(batch, row, event.from);
  batch.destination[row] = address(batch, row, event.to);
  batch.protocol[row] = PROTOCOL[event.is ?? (event.icmp === undefined ? 'tcp' : 'icmp')];
  batch.sport[row] = event.icmp?.[0] ?? event.sport ?? 40_000;
  batch.dport[row] = event.icmp?.[1] ?? event.dport ?? 0;
  let marks = event.isFragment === true ? MARK.laterFragment : MARK.ports;
  if (event.flags !== undefined) marks |= MARK.flags;
  if (event.sequenceIsDestination === true) marks |= MARK.sequenceIsDestination;
  batch.marks[row] = marks;
  batch.flags[row] = [...(event.flags ?? '')].reduce((sum, letter) => sum | (FLAGS[letter] ?? 0), 0);
  batch.outcome[row] = OUTCOME[event.outcome ?? 'unknown'];
  for (const name of ['packets', 'bytes', 'packetsBack', 'bytesBack'] as const) {
    const value = event[name];
    if (value !== undefined) batch[name][row] = value;
  }
  if (event.payload !== undefined) batch.payloads.set(row, event.payload);
}

function address(batch: EventBatch, row: number, text: string): number {
  const ipv4 = parseIPv4(text);
  batch.family[row] = ipv4 === null ? 6 : 4;
  if (ipv4 !== null) return ipv4;
  const words = parseIPv6(text);
  if (words === null) throw new Error(`${text} is no address`);
  return batch.addresses.place(...words);
}

/** So many events, each made from its number. */
export function times(count: number, make: (place: number) => Event): Event[] {
  return Array.from({ length: count }, (_, place) => make(place));
}
