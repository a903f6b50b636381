import type { PortState } from '../result.ts';

/** What the end of a connection attempt says about the port. */
export type ConnectOutcome =
  | { readonly kind: 'state'; readonly state: PortState; readonly because: string }
  /** The kernel itself gave up waiting. */
  | { readonly kind: 'silence' }
  /** This machine had no room for another socket: nothing about the port. */
  | { readonly kind: 'shortage' }
  /** Nothing can be sent there at all. */
  | { readonly kind: 'impossible' };

const state = (name: PortState, because: string): ConnectOutcome => ({ kind: 'state', state: name, because });

const CONNECTED = state('open', 'connected');
// In SYN-SENT a reset is ECONNREFUSED; these two come only after the handshake (tcp_reset in net/ipv4/tcp_input.c).
const RESET = state('open', 'connected, and reset at once');

/** Errors of connect(2). ICMP messages become errors by icmp_err_convert (net/ipv4/icmp.c) and icmpv6_err_convert (net/ipv6/icmp.c). */
const OUTCOMES = new Map<string, ConnectOutcome>([
  ['ECONNREFUSED', state('closed', 'refused')],
  ['ECONNRESET', RESET],
  ['EPIPE', RESET],
  ['EHOSTUNREACH', state('filtered', 'the host or the port was said to be unreachable (EHOSTUNREACH)')],
  ['ENETUNREACH', state('filtered', 'the network was said to be unreachable, or no route leads there (ENETUNREACH)')],
  ['EHOSTDOWN', state('filtered', 'the host was said to be down (EHOSTDOWN)')],
  ['EACCES', state('filtered', 'it was said to be prohibited (EACCES)')],
  ['EPERM', state('filtered', 'a rule of this machine does not let it out (EPERM)')],
  ['ETIMEDOUT', { kind: 'silence' }],
  ['EMFILE', { kind: 'shortage' }],
  ['ENFILE', { kind: 'shortage' }],
  ['ENOBUFS', { kind: 'shortage' }],
  ['ENOMEM', { kind: 'shortage' }],
  ['EAGAIN', { kind: 'shortage' }],
  ['EADDRNOTAVAIL', { kind: 'shortage' }],
  ['EADDRINUSE', { kind: 'shortage' }],
]);

const IMPOSSIBLE: ConnectOutcome = { kind: 'impossible' };

/** `code`: the system's name of the error, null for a connection that came about. */
export function judgeConnect(code: string | null): ConnectOutcome {
  if (code === null) return CONNECTED;
  return OUTCOMES.get(code) ?? IMPOSSIBLE;
}
