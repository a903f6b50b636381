import { MARK, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, TCP } from '../../../net/protocol.ts';
import type { LineVerdict } from '../decoder.ts';
import { readPayload } from '../payload/read-payload.ts';
import type { Frame } from './frame.ts';
import { IpHeader } from './ip-header.ts';
import { readLinkLayer } from './link-layer.ts';
import { u16, u32 } from './octets.ts';
import { enterTunnel } from './tunnel.ts';

const MAX_TUNNELS = 2;

/** Makes events of the packets of a capture: one a packet, of the innermost IP header. */
export class PacketReader {
  readonly #levels: readonly IpHeader[] = Array.from({ length: MAX_TUNNELS + 1 }, () => new IpHeader());

  /** The packet in the frame, which `begin` was called for. `isLittleEndian` is the file's byte order. */
  read(frame: Frame, linkType: number, isLittleEndian: boolean, time: number, batch: EventBatch): LineVerdict {
    const outer = this.#levels[0];
    if (outer === undefined || !readLinkLayer(frame, linkType, isLittleEndian) || !outer.read(frame)) {
      return frame.reason === '' ? 'malformed' : 'silent';
    }
    let header = outer;
    let depth = 0;
    while (depth < MAX_TUNNELS && !header.isLaterFragment && enterTunnel(frame, header)) {
      const inner = this.#levels[depth + 1];
      // What is in the tunnel cannot be read, or does not fit in: then the tunnel's own packet is the event.
      if (inner === undefined || !inner.read(frame) || inner.wireEnd > header.wireEnd) break;
      header = inner;
      depth++;
    }
    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.outcome[row] = frame.outcome;
    batch.direction[row] = frame.direction;
    if (frame.label !== '') batch.label[row] = batch.labels.place(frame.label);
    writeHeader(batch, row, header, frame.bytes);
    const marks = header.isLaterFragment ? MARK.laterFragment : writeTransport(batch, row, header, frame.bytes);
    batch.marks[row] = marks | MARK.ttl | (depth > 0 ? MARK.inner : 0);
    return 'event';
  }
}

function writeHeader(batch: EventBatch, row: number, header: IpHeader, bytes: Uint8Array): void {
  batch.family[row] = header.family;
  batch.protocol[row] = header.protocol;
  batch.bytes[row] = header.length;
  batch.ttl[row] = header.ttl;
  batch.ipId[row] = header.id;
  if (header.family === 4) {
    batch.source[row] = u32(bytes, header.sourceAt);
    batch.destination[row] = u32(bytes, header.destinationAt);
  } else {
    batch.source[row] = placeOf(batch, bytes, header.sourceAt);
    batch.destination[row] = placeOf(batch, bytes, header.destinationAt);
  }
}

function placeOf(batch: EventBatch, bytes: Uint8Array, at: number): number {
  return batch.addresses.place(u32(bytes, at), u32(bytes, at + 4), u32(bytes, at + 8), u32(bytes, at + 12));
}

/** Ports, flags and payload as far as they were captured; returns the marks that say so. */
function writeTransport(batch: EventBatch, row: number, header: IpHeader, bytes: Uint8Array): number {
  const { protocol, payloadAt, payloadEnd } = header;
  const length = payloadEnd - payloadAt;
  if (protocol === PROTOCOL.tcp) return writeTcp(batch, row, header, bytes);
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
    if (length < 2) return 0;
    batch.sport[row] = bytes[payloadAt] ?? 0;
    batch.dport[row] = bytes[payloadAt + 1] ?? 0;
    return MARK.ports;
  }
  if (length < 4 || !hasPorts(protocol)) return 0;
  const sport = u16(bytes, payloadAt);
  const dport = u16(bytes, payloadAt + 2);
  batch.sport[row] = sport;
  batch.dport[row] = dport;
  if (protocol === PROTOCOL.udp && length > 8) {
    readPayload(batch, row, sport, dport, false, bytes, payloadAt + 8, payloadEnd);
  }
  return MARK.ports;
}

function writeTcp(batch: EventBatch, row: number, header: IpHeader, bytes: Uint8Array): number {
  const { payloadAt, payloadEnd } = header;
  const length = payloadEnd - payloadAt;
  if (length < 4) return 0;
  const sport = u16(bytes, payloadAt);
  const dport = u16(bytes, payloadAt + 2);
  batch.sport[row] = sport;
  batch.dport[row] = dport;
  if (length < 14) return MARK.ports;
  const flags = bytes[payloadAt + 13] ?? 0;
  batch.flags[row] = flags;
  if (length < 16) return MARK.ports | MARK.flags;
  batch.window[row] = u16(bytes, payloadAt + 14);
  const headerBytes = ((bytes[payloadAt + 12] ?? 0) >> 4) * 4;
  let marks = MARK.ports | MARK.flags;
  if (header.family === 4) marks |= MARK.fingerprint;
  if ((flags & (TCP.syn | TCP.ack)) === TCP.syn) {
    if (headerBytes === 20) marks |= MARK.bareSyn;
    if (header.family === 4 && u32(bytes, payloadAt + 4) === u32(bytes, header.destinationAt)) {
      marks |= MARK.sequenceIsDestination;
    }
  }
  if (headerBytes >= 20 && length > headerBytes) {
    readPayload(batch, row, sport, dport, true, bytes, payloadAt + headerBytes, payloadEnd);
  }
  return marks;
}
