/**
 * Socket states by the kernel's number (include/net/tcp_states.h). UDP has no states of its own: the kernel shows an
 * unconnected UDP socket as TCP_CLOSE (7) and a connected one as TCP_ESTABLISHED (1).
 */
export type TcpState =
  | 'established'
  | 'syn-sent'
  | 'syn-recv'
  | 'fin-wait-1'
  | 'fin-wait-2'
  | 'time-wait'
  | 'closed'
  | 'close-wait'
  | 'last-ack'
  | 'listen'
  | 'closing'
  | 'bound-inactive';

export type SocketState = TcpState | 'unconnected' | 'connected' | 'unknown';

export const ESTABLISHED = 1;
export const SYN_RECV = 3;
export const TIME_WAIT = 6;
export const CLOSE = 7;
export const CLOSE_WAIT = 8;
export const LISTEN = 10;
/** Since kernel 6.8, and only to netlink: bound to a port, and neither listening nor connected. */
export const BOUND_INACTIVE = 13;

const TCP_STATES: readonly (TcpState | null)[] = [
  null,
  'established',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'closed',
  'close-wait',
  'last-ack',
  'listen',
  'closing',
  'syn-recv', // TCP_NEW_SYN_RECV: a request socket, the same to whoever looks
  'bound-inactive', // TCP_BOUND_INACTIVE, kernel 6.8
];

export function socketState(transport: 'tcp' | 'udp', code: number): SocketState {
  if (transport === 'udp') return code === ESTABLISHED ? 'connected' : 'unconnected';
  return TCP_STATES[code] ?? 'unknown';
}

/** The words `ss` prints, which is what people search their notes for. */
const SS_WORDS: Readonly<Record<SocketState, string>> = {
  established: 'ESTAB',
  'syn-sent': 'SYN-SENT',
  'syn-recv': 'SYN-RECV',
  'fin-wait-1': 'FIN-WAIT-1',
  'fin-wait-2': 'FIN-WAIT-2',
  'time-wait': 'TIME-WAIT',
  closed: 'CLOSED',
  'close-wait': 'CLOSE-WAIT',
  'last-ack': 'LAST-ACK',
  listen: 'LISTEN',
  closing: 'CLOSING',
  'bound-inactive': 'BOUND',
  unconnected: 'UNCONN',
  connected: 'ESTAB',
  unknown: 'UNKNOWN',
};

export function stateWord(state: SocketState): string {
  return SS_WORDS[state];
}
