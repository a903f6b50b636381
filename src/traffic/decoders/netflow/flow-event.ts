import { MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL } from '../../../net/protocol.ts';
import { SLOT, uint32 } from './information-elements.ts';
import type { Domain } from './exporters.ts';

/** A message's own times, to which its records' times may be relative. */
export interface ExportTimes {
  /** Seconds since 1970 when it was sent. */
  readonly sent: number;
  /** Milliseconds since the exporter was started, modulo 2^32; NaN where the message does not say: IPFIX. */
  readonly uptime: number;
}

/** Something of the times in a record the reader of the report must know. */
export type TimeKind = 'exact' | 'estimated' | 'sent';

/** An exporter that keeps a flow for half an hour (Cisco's active timeout) tells of its end later than that never. */
const LONGEST_DELAY_MS = 1_800_000;

/** Start and end of the flow of a record, in seconds. One of them serves for all records. */
export class FlowTimes {
  start = Number.NaN;
  end = Number.NaN;
  kind: TimeKind = 'exact';

  read(values: Float64Array, times: ExportTimes, domain: Domain): void {
    const value = (slot: number): number => values[slot] ?? Number.NaN;
    this.kind = 'exact';
    let start = known(value(SLOT.startMilliseconds) / 1000, value(SLOT.startSeconds), value(SLOT.startNtp));
    let end = known(value(SLOT.endMilliseconds) / 1000, value(SLOT.endSeconds), value(SLOT.endNtp));
    if (Number.isNaN(start) && Number.isNaN(end)) {
      start = this.#ofUptime(values, value(SLOT.startUptime), times, domain);
      end = this.#ofUptime(values, value(SLOT.endUptime), times, domain);
    }
    if (Number.isNaN(start)) start = times.sent - value(SLOT.startBefore) / 1e6;
    if (Number.isNaN(end)) end = times.sent - value(SLOT.endBefore) / 1e6;
    const seen = known(value(SLOT.seenMilliseconds) / 1000, value(SLOT.seenSeconds), value(SLOT.seenNtp));
    // Firewalls tell of the end of a connection when it ends.
    if (Number.isNaN(end) && !(seen < start)) end = seen;
    if (Number.isNaN(start) && Number.isNaN(end)) {
      this.kind = 'sent';
      end = times.sent;
    }
    const ofDuration = known(value(SLOT.durationMilliseconds) / 1e3, value(SLOT.durationMicroseconds) / 1e6);
    const duration = Number.isNaN(ofDuration) ? 0 : ofDuration;
    if (Number.isNaN(start)) start = end - duration;
    this.start = start;
    this.end = Number.isNaN(end) ? start + duration : end;
  }

  /** Of milliseconds since the exporter's start, which wrap around after 49.7 days. */
  #ofUptime(values: Float64Array, milliseconds: number, times: ExportTimes, domain: Domain): number {
    if (Number.isNaN(milliseconds)) return Number.NaN;
    if (!Number.isNaN(times.uptime)) return times.sent - ((times.uptime - milliseconds) | 0) / 1000;
    const boot = known(values[SLOT.bootMilliseconds] ?? Number.NaN, domain.bootMilliseconds);
    if (!Number.isNaN(boot)) return (boot + milliseconds) / 1000;
    // Nothing ended after the message was sent: the shortest delay seen gives the start nearest to the truth.
    this.kind = 'estimated';
    const last = known(values[SLOT.endUptime] ?? Number.NaN, milliseconds);
    const latest = times.sent * 1000 - (Number.isNaN(last) ? milliseconds : last);
    const estimate = domain.estimatedBoot;
    if (!(latest >= estimate && latest < estimate + LONGEST_DELAY_MS)) domain.estimatedBoot = latest;
    return (domain.estimatedBoot + milliseconds) / 1000;
  }
}

/** Packets and bytes of both directions. One of them serves for all records. */
export class FlowCounts {
  packets = Number.NaN;
  bytes = Number.NaN;
  packetsBack = Number.NaN;
  bytesBack = Number.NaN;

  read(values: Float64Array): void {
    const value = (slot: number): number => values[slot] ?? Number.NaN;
    this.packets = first(value(SLOT.packets), value(SLOT.packetsInitiator), value(SLOT.packetsTotal));
    this.bytes = first(value(SLOT.bytes), value(SLOT.bytesInitiator), value(SLOT.bytesTotal));
    // Of what leaves a router some count at the way out only.
    if (!(this.packets > 0)) this.packets = first(value(SLOT.packetsOut), this.packets);
    if (!(this.bytes > 0)) this.bytes = first(value(SLOT.bytesOut), this.bytes);
    this.packetsBack = first(value(SLOT.packetsBack), value(SLOT.packetsTotalBack));
    this.bytesBack = first(value(SLOT.bytesBack), value(SLOT.bytesTotalBack));
    // Without the initiator's count the number is of something else: some give the element a meaning of their own.
    const [initiated, sent] = [value(SLOT.packetsInitiator), value(SLOT.bytesInitiator)];
    if (!Number.isNaN(initiated)) this.packetsBack = first(this.packetsBack, value(SLOT.packetsResponder));
    if (!Number.isNaN(sent)) this.bytesBack = first(this.bytesBack, value(SLOT.bytesResponder));
  }

  /** Whether the record says that nothing passed. */
  get isNothing(): boolean {
    return this.packets === 0 && !(this.bytes > 0) && !(this.packetsBack > 0) && !(this.bytesBack > 0);
  }
}

/** What a record has that is no event; null when it was one, and added. */
export type NoFlow = 'records without two IP addresses' | 'flows of no packets' | null;

/** Adds the flow of a record. */
export function addFlow(
  bytes: Uint8Array,
  values: Float64Array,
  times: FlowTimes,
  counts: FlowCounts,
  batch: EventBatch,
): NoFlow {
  const family = familyOf(bytes, values);
  if (family === 0) return 'records without two IP addresses';
  // Firewalls tell of a connection before there is anything to count.
  const isTold = (values[SLOT.firewallEvent] || 0) > 0;
  const hasFlags = (values[SLOT.flags] || 0) > 0;
  if (counts.isNothing && !isTold && !hasFlags) return 'flows of no packets';
  const row = batch.add();
  batch.time[row] = times.start;
  batch.end[row] = times.end;
  batch.family[row] = family;
  if (family === 4) {
    batch.source[row] = values[SLOT.sourceIPv4] ?? 0;
    batch.destination[row] = values[SLOT.destinationIPv4] ?? 0;
  } else {
    batch.source[row] = addressPlace(bytes, values[SLOT.sourceIPv6] ?? 0, batch);
    batch.destination[row] = addressPlace(bytes, values[SLOT.destinationIPv6] ?? 0, batch);
  }
  const number = values[SLOT.protocol] ?? Number.NaN;
  const protocol = Number.isNaN(number) ? PROTOCOL.unknown : number & 255;
  batch.protocol[row] = protocol;
  // Without a count there was a packet all the same.
  if (!Number.isNaN(counts.packets)) batch.packets[row] = counts.packets;
  batch.bytes[row] = counts.bytes;
  batch.packetsBack[row] = counts.packetsBack;
  batch.bytesBack[row] = counts.bytesBack;
  batch.outcome[row] = outcomeOf(values, first(counts.packetsBack, counts.bytesBack));
  batch.marks[row] = addPorts(values, protocol, row, batch) | addHeader(values, protocol, row, batch);
  return null;
}

function familyOf(bytes: Uint8Array, values: Float64Array): 0 | 4 | 6 {
  const hasIPv4 = !Number.isNaN((values[SLOT.sourceIPv4] ?? 0) + (values[SLOT.destinationIPv4] ?? 0));
  const hasIPv6 = !Number.isNaN((values[SLOT.sourceIPv6] ?? 0) + (values[SLOT.destinationIPv6] ?? 0));
  if (!hasIPv6) return hasIPv4 ? 4 : 0;
  if (!hasIPv4) return 6;
  // A record may have room for both, and leave one empty.
  const version = values[SLOT.ipVersion];
  if (version === 4 || version === 6) return version;
  const at = values[SLOT.sourceIPv6] ?? 0;
  const isEmptyIPv4 = values[SLOT.sourceIPv4] === 0 && values[SLOT.destinationIPv4] === 0;
  return isEmptyIPv4 && bytes.subarray(at, at + 16).some((byte) => byte !== 0) ? 6 : 4;
}

function addressPlace(bytes: Uint8Array, at: number, batch: EventBatch): number {
  return batch.addresses.place(uint32(bytes, at), uint32(bytes, at + 4), uint32(bytes, at + 8), uint32(bytes, at + 12));
}

function addPorts(values: Float64Array, protocol: number, row: number, batch: EventBatch): number {
  const sport = values[SLOT.sourcePort] ?? Number.NaN;
  const dport = values[SLOT.destinationPort] ?? Number.NaN;
  if (hasPorts(protocol)) {
    if (Number.isNaN(sport) || Number.isNaN(dport)) return 0;
    batch.sport[row] = sport;
    batch.dport[row] = dport;
    return MARK.ports;
  }
  if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmpv6) return 0;
  const type = values[SLOT.icmpType] ?? Number.NaN;
  let both = values[SLOT.icmpTypeCode] ?? Number.NaN;
  if (!Number.isNaN(type)) both = 256 * type + (values[SLOT.icmpCode] || 0);
  // Exporters without a field for it put it into the destination port. 0 may as well be nothing.
  if (Number.isNaN(both) && sport === 0 && dport > 0) both = dport;
  if (Number.isNaN(both)) return 0;
  batch.sport[row] = both >> 8;
  batch.dport[row] = both & 255;
  return MARK.ports;
}

/** Flags of TCP and the time to live. */
function addHeader(values: Float64Array, protocol: number, row: number, batch: EventBatch): number {
  let marks = 0;
  // No flags at all: the exporter does not look at them; packets without any are seldom enough to miss some.
  const flags = known(values[SLOT.initialFlags] ?? Number.NaN, values[SLOT.flags] ?? Number.NaN);
  if (protocol === PROTOCOL.tcp && !Number.isNaN(flags)) {
    batch.flags[row] = flags & 255;
    marks |= MARK.flags;
  }
  const ttl = known(
    values[SLOT.ttl] ?? Number.NaN,
    values[SLOT.maximumTtl] ?? Number.NaN,
    values[SLOT.minimumTtl] ?? Number.NaN,
  );
  if (!Number.isNaN(ttl)) {
    batch.ttl[row] = ttl & 255;
    marks |= MARK.ttl;
  }
  return marks;
}

/** By what the firewall did (IE 233), what the router did (IE 89), or whether there were answers (RFC 5103). */
function outcomeOf(values: Float64Array, back: number): number {
  switch (values[SLOT.firewallEvent]) {
    case 1: // created
    case 2: // deleted
    case 5: // update
      return OUTCOME.allowed;
    case 3:
      return OUTCOME.dropped;
    default:
  }
  // The first two bits: unknown, forwarded, dropped, consumed (RFC 7270 4.12).
  const status = (values[SLOT.forwardingStatus] || 0) >> 6;
  if (status === 1) return OUTCOME.allowed;
  if (status === 2) return OUTCOME.dropped;
  if (Number.isNaN(back)) return OUTCOME.unknown;
  return back > 0 ? OUTCOME.answered : OUTCOME.unanswered;
}

/** The first that is there; NaN when none is. */
function first(one: number, two: number, three = Number.NaN): number {
  if (!Number.isNaN(one)) return one;
  return Number.isNaN(two) ? three : two;
}

/** The first that is more than nothing: 0 stands for no time, no flags. */
function known(one: number, two: number, three = Number.NaN): number {
  if (one > 0) return one;
  if (two > 0) return two;
  return three > 0 ? three : Number.NaN;
}
