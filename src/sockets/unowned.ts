import type { SocketTable } from './socket-table.ts';
import { CLOSE_WAIT, ESTABLISHED, TIME_WAIT } from './state.ts';

/**
 * Why the kernel keeps a TCP socket that no process holds (its inode is 0, net/ipv4/tcp_ipv4.c):
 * - `time-wait`: closed from here, kept for the packets that may still be under way (RFC 9293 3.6.1);
 * - `not-accepted`: a finished handshake that waits in the queue of its listener for accept(2);
 * - `handshake`: a request for a connection, not finished yet;
 * - `closing`: closed by its process, and the other end has not agreed yet.
 */
export type UnownedReason = 'time-wait' | 'not-accepted' | 'handshake' | 'closing';

/** TCP_SYN_RECV and TCP_NEW_SYN_RECV. */
const REQUESTS: readonly number[] = [3, 12];

/** Null for a socket with an inode, and for UDP, which has no such states. */
export function unownedReason(table: SocketTable, row: number): UnownedReason | null {
  if (table.inode(row) !== 0 || table.transport(row) === 'udp') return null;
  const state = table.stateCode(row);
  if (state === TIME_WAIT) return 'time-wait';
  // The other end may have closed again before anybody accepted.
  if (state === ESTABLISHED || state === CLOSE_WAIT) return 'not-accepted';
  return REQUESTS.includes(state) ? 'handshake' : 'closing';
}
