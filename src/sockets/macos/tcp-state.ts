/** TCP states as netstat and lsof print them on macOS, which are not translated there, by Linux's number (state.ts). */
const STATES: Readonly<Record<string, number>> = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RCVD: 3,
  SYN_RCDV: 3, // as some lsof have it
  SYN_RECEIVED: 3,
  FIN_WAIT_1: 4,
  FIN_WAIT_2: 5,
  TIME_WAIT: 6,
  CLOSED: 7,
  IDLE: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
  BOUND: 13,
};

/** Null for a word that is no state. */
export function tcpStateOf(word: string): number | null {
  return Object.hasOwn(STATES, word) ? (STATES[word] ?? null) : null;
}
