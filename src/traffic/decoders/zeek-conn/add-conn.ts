import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf } from '../../../net/protocol.ts';
import type { ConnRecord } from './conn-record.ts';
import { onlyResponderSent, tcpVerdict } from './conn-state.ts';
import { icmpCode, isIcmpRequest } from './icmp-code.ts';

/** Adds the connection as an event whose source is the one who began it. */
export function addConn(batch: EventBatch, record: ConnRecord): void {
  const row = batch.add();
  const protocol = protocolOfRecord(record);
  batch.time[row] = record.time;
  batch.end[row] = record.time + (record.duration > 0 ? record.duration : 0);
  batch.family[row] = record.family;
  batch.protocol[row] = protocol;
  let marks = record.isTunnelled ? MARK.inner : 0;
  let isTurned = onlyResponderSent(record);
  if (protocol === PROTOCOL.tcp) {
    const verdict = tcpVerdict(record);
    isTurned = verdict.isTurned;
    batch.outcome[row] = verdict.outcome;
    if (verdict.flags !== -1) {
      batch.flags[row] = verdict.flags;
      marks |= MARK.flags;
    }
  } else batch.outcome[row] = outcomeOfOthers(record, protocol);
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
    batch.sport[row] = record.originatorPort;
    batch.dport[row] = icmpCode(protocol, record.originatorPort, record.responderPort);
    marks |= MARK.ports;
  } else if (hasPorts(protocol)) {
    batch.sport[row] = isTurned ? record.responderPort : record.originatorPort;
    batch.dport[row] = isTurned ? record.originatorPort : record.responderPort;
    marks |= MARK.ports;
  }
  batch.marks[row] = marks;
  addSides(batch, row, record, isTurned);
}

function addSides(batch: EventBatch, row: number, record: ConnRecord, isTurned: boolean): void {
  batch.source[row] = isTurned ? record.responder : record.originator;
  batch.destination[row] = isTurned ? record.originator : record.responder;
  const packets = isTurned ? record.responderPackets : record.originatorPackets;
  // Where packets are not logged, the one there must have been stays.
  if (!Number.isNaN(packets)) batch.packets[row] = packets;
  batch.bytes[row] = isTurned ? record.responderBytes : record.originatorBytes;
  batch.packetsBack[row] = isTurned ? record.originatorPackets : record.responderPackets;
  batch.bytesBack[row] = isTurned ? record.originatorBytes : record.responderBytes;
  const isFromLocal = isTurned ? record.isResponderLocal : record.isOriginatorLocal;
  const isToLocal = isTurned ? record.isOriginatorLocal : record.isResponderLocal;
  batch.direction[row] = directionOf(isFromLocal, isToLocal);
}

function directionOf(isFromLocal: boolean | null, isToLocal: boolean | null): number {
  if (isFromLocal === null || isToLocal === null) return DIRECTION.unknown;
  if (isFromLocal) return isToLocal ? DIRECTION.local : DIRECTION.out;
  return isToLocal ? DIRECTION.in : DIRECTION.forward;
}

function protocolOfRecord({ transport, protocol, family }: ConnRecord): number {
  if (transport === 'icmp') return family === 6 ? PROTOCOL.icmpv6 : PROTOCOL.icmp;
  const named = protocolOf(transport);
  if (named !== PROTOCOL.unknown) return named;
  return protocol < PROTOCOL.unknown ? protocol : PROTOCOL.unknown;
}

/** UDP has the states S0, SF and SHR, the only packets of which are the responder's; ICMP always OTH. */
function outcomeOfOthers(record: ConnRecord, protocol: number): number {
  if (protocol === PROTOCOL.udp) {
    if (record.state === 'SF') return OUTCOME.answered;
    return record.state === 'S0' ? OUTCOME.unanswered : OUTCOME.unknown;
  }
  const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
  if (!isIcmp || !isIcmpRequest(protocol, record.originatorPort)) return OUTCOME.unknown;
  if (record.originatorPackets === 0) return OUTCOME.unknown;
  if (record.responderPackets > 0) return OUTCOME.answered;
  return record.responderPackets === 0 ? OUTCOME.unanswered : OUTCOME.unknown;
}
