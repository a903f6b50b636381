import type { SocketKind } from '../../socket-table.ts';
import { BOUND_INACTIVE, CLOSE, LISTEN } from '../../state.ts';
import {
  AF_INET,
  AF_INET6,
  HEADER_BYTES,
  INET_DIAG_INFO,
  INET_DIAG_SKMEMINFO,
  IPPROTO_TCP,
  IPPROTO_UDP,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  REQUEST_BYTES,
  SOCK_DIAG_BY_FAMILY,
} from './constants.ts';

export interface DumpRequest {
  readonly kind: SocketKind;
  readonly listeningOnly: boolean;
  /** Round trips, retransmissions and memory too: some 300 bytes more a socket. */
  readonly internals: boolean;
  /** Comes back in every message of the answer. */
  readonly sequence: number;
  /** Byte order of this machine: netlink speaks the machine's own, but for addresses and ports. */
  readonly littleEndian: boolean;
}

/** Every state of include/net/tcp_states.h, up to TCP_BOUND_INACTIVE. A kernel before 6.8 ignores the ones it lacks. */
const EVERY_STATE = 2 * (1 << BOUND_INACTIVE) - 2;

/**
 * Asks for a whole table: struct nlmsghdr and struct inet_diag_req_v2 (include/uapi/linux/inet_diag.h;
 * Documentation/userspace-api/netlink/intro.rst on dumps).
 */
export function encodeDumpRequest(request: DumpRequest): Uint8Array {
  const { kind, listeningOnly, internals, sequence, littleEndian } = request;
  const bytes = new Uint8Array(HEADER_BYTES + REQUEST_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, littleEndian);
  view.setUint16(4, SOCK_DIAG_BY_FAMILY, littleEndian);
  view.setUint16(6, NLM_F_REQUEST | NLM_F_DUMP, littleEndian);
  view.setUint32(8, sequence, littleEndian);
  bytes[HEADER_BYTES] = (kind & 1) === 0 ? AF_INET : AF_INET6;
  bytes[HEADER_BYTES + 1] = kind < 2 ? IPPROTO_TCP : IPPROTO_UDP;
  // SKV6ONLY and CGROUP_ID come unasked. MEMINFO is not asked for: SKMEMINFO has all of it.
  bytes[HEADER_BYTES + 2] = internals ? attributeBit(INET_DIAG_INFO) | attributeBit(INET_DIAG_SKMEMINFO) : 0;
  const listening = 1 << (kind < 2 ? LISTEN : CLOSE);
  view.setUint32(HEADER_BYTES + 4, listeningOnly ? listening : EVERY_STATE, littleEndian);
  return bytes;
}

function attributeBit(attribute: number): number {
  return 1 << (attribute - 1);
}
