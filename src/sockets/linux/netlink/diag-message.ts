import type { RawDetails } from '../../socket-details.ts';
import type { RawSocket, SocketKind } from '../../socket-table.ts';
import { BOUND_INACTIVE, CLOSE, LISTEN } from '../../state.ts';
import {
  AF_INET,
  AF_INET6,
  INET_DIAG_CGROUP_ID,
  INET_DIAG_INFO,
  INET_DIAG_SKMEMINFO,
  INET_DIAG_SKV6ONLY,
  MESSAGE_BYTES,
} from './constants.ts';

/** Bytes of struct nlattr, and the bits of its type that are no flag (NLA_TYPE_MASK). */
const ATTRIBUTE_BYTES = 4;
const TYPE_MASK = 0x3fff;

/** Offsets in struct tcp_info (include/uapi/linux/tcp.h), which grows at its end only. */
const TCP_INFO = { unacked: 24, rtt: 68, rttVariance: 72, congestionWindow: 80, retransmissions: 100, least: 104 };
/** Places in the array of SKMEMINFO (include/uapi/linux/sock_diag.h); drops came with 4.7. */
const MEMORY = { receive: 0, send: 2 * 4, drops: 8 * 4, least: 3 * 4 };

/**
 * One struct inet_diag_msg (include/uapi/linux/inet_diag.h) and the attributes behind it, from `start` to before `stop`.
 * Fills `socket` and `details`; false when it is no socket of this kind. Addresses and ports are in network order.
 */
export function parseDiagMessage(
  view: DataView,
  start: number,
  stop: number,
  littleEndian: boolean,
  kind: SocketKind,
  socket: RawSocket,
  details: RawDetails,
): boolean {
  if (stop - start < MESSAGE_BYTES) return false;
  const isIPv4 = (kind & 1) === 0;
  if (view.getUint8(start) !== (isIPv4 ? AF_INET : AF_INET6)) return false;
  const state = view.getUint8(start + 1);
  // The kernel reports a bound TCP socket that does not listen as TCP_CLOSE; no other closed socket is in its tables.
  socket.state = kind < 2 && state === CLOSE ? BOUND_INACTIVE : state;
  socket.kind = kind;
  socket.localPort = view.getUint16(start + 4);
  socket.remotePort = view.getUint16(start + 6);
  readAddress(view, start + 8, isIPv4, socket.local);
  readAddress(view, start + 24, isIPv4, socket.remote);
  socket.receiveQueue = view.getUint32(start + 56, littleEndian);
  const sendQueue = view.getUint32(start + 60, littleEndian);
  const listens = kind < 2 && state === LISTEN;
  // Of a listening socket it is the limit of the accept queue, which /proc prints as 0.
  socket.sendQueue = listens ? 0 : sendQueue;
  socket.uid = view.getUint32(start + 64, littleEndian);
  socket.inode = view.getUint32(start + 68, littleEndian);

  details.backlogLimit = listens ? sendQueue : null;
  details.v6only = null;
  details.cgroupId = null;
  details.hasTcp = false;
  details.hasMemory = false;
  readAttributes(view, start + MESSAGE_BYTES, stop, littleEndian, details);
  if (listens) details.hasTcp = false; // its tcp_info repeats the accept queue under other names
  return true;
}

function readAddress(view: DataView, at: number, isIPv4: boolean, into: RawSocket['local']): void {
  if (isIPv4) {
    into[3] = view.getUint32(at);
    return;
  }
  into[0] = view.getUint32(at);
  into[1] = view.getUint32(at + 4);
  into[2] = view.getUint32(at + 8);
  into[3] = view.getUint32(at + 12);
}

/** An attribute that is cut off ends them: what came before it holds. */
function readAttributes(view: DataView, start: number, stop: number, littleEndian: boolean, into: RawDetails): void {
  for (let at = start; at + ATTRIBUTE_BYTES <= stop;) {
    const length = view.getUint16(at, littleEndian);
    if (length < ATTRIBUTE_BYTES || at + length > stop) return;
    const payload = at + ATTRIBUTE_BYTES;
    readAttribute(view, view.getUint16(at + 2, littleEndian) & TYPE_MASK, payload, at + length, littleEndian, into);
    at += (length + 3) & ~3; // NLA_ALIGNTO
  }
}

function readAttribute(
  view: DataView,
  type: number,
  start: number,
  stop: number,
  littleEndian: boolean,
  into: RawDetails,
): void {
  const number = (offset: number): number => view.getUint32(start + offset, littleEndian);
  const bytes = stop - start;
  if (type === INET_DIAG_SKV6ONLY && bytes >= 1) into.v6only = view.getUint8(start) !== 0;
  else if (type === INET_DIAG_CGROUP_ID && bytes >= 8) into.cgroupId = readUint64(number(0), number(4), littleEndian);
  else if (type === INET_DIAG_INFO && bytes >= TCP_INFO.least) {
    into.hasTcp = true;
    into.roundTrip = number(TCP_INFO.rtt);
    into.roundTripVariance = number(TCP_INFO.rttVariance);
    into.retransmissions = number(TCP_INFO.retransmissions);
    into.unacknowledged = number(TCP_INFO.unacked);
    into.congestionWindow = number(TCP_INFO.congestionWindow);
  } else if (type === INET_DIAG_SKMEMINFO && bytes >= MEMORY.least) {
    into.hasMemory = true;
    into.receiveMemory = number(MEMORY.receive);
    into.sendMemory = number(MEMORY.send);
    into.drops = bytes >= MEMORY.drops + 4 ? number(MEMORY.drops) : 0;
  }
}

/** Kernfs counts its ids up from 1, so a double holds them. */
function readUint64(first: number, second: number, littleEndian: boolean): number {
  return littleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
}
