import { OUTCOME } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';
import type { ConnRecord } from './conn-record.ts';

/**
 * `history` has a letter for the first packet of every kind, in the order they came: S SYN, H SYN-ACK, A bare ACK, D
 * data, F FIN, R RST, I FIN and RST, Q SYN with FIN or RST; C bad checksum, G gap, T retransmission, W zero window are
 * remarks. Upper case is the originator, lower case the responder. `^`: Zeek turned the connection round, because the
 * port of the first sender is a known service, or its packet a SYN-ACK.
 */
const FIRST_PACKET = /[SHADFRIQ]/i;

/** Flags of the first packet, as far as its letter tells them: F may be a FIN scan or an end (FIN-ACK), Q is two things. */
const FLAGS_OF: Readonly<Record<string, number>> = {
  S: TCP.syn,
  H: TCP.syn | TCP.ack,
  A: TCP.ack,
  D: TCP.ack,
  R: TCP.rst,
  I: TCP.fin | TCP.rst,
};

const OUTCOME_OF_STATE: Readonly<Record<string, number>> = {
  SF: OUTCOME.answered,
  S1: OUTCOME.answered,
  S2: OUTCOME.answered,
  S3: OUTCOME.answered,
  RSTO: OUTCOME.answered,
  RSTR: OUTCOME.answered,
  REJ: OUTCOME.refused,
  S0: OUTCOME.unanswered,
  RSTOS0: OUTCOME.unanswered,
};

/** RSTRH is also what a lone RST of the responder gives. */
const NO_HISTORY_FLAGS: Readonly<Record<string, number>> = {
  S0: TCP.syn,
  REJ: TCP.syn,
  RSTOS0: TCP.syn,
  RSTRH: TCP.rst,
};

export interface TcpVerdict {
  readonly outcome: number;
  /** -1 where they are not known. */
  readonly flags: number;
  /** The event is the responder's: it sent the only packets, or a first one that answers something (backscatter). */
  readonly isTurned: boolean;
}

export function tcpVerdict(record: ConnRecord): TcpVerdict {
  const { history, state } = record;
  const first = FIRST_PACKET.exec(history)?.[0] ?? '';
  const kind = first.toUpperCase();
  const isOneSided = onlyResponderSent(record);
  if (first === '') {
    if (history !== '') return { outcome: OUTCOME.unknown, flags: -1, isTurned: isOneSided };
    const outcome = OUTCOME_OF_STATE[state] ?? OUTCOME.unknown;
    return { outcome, flags: NO_HISTORY_FLAGS[state] ?? -1, isTurned: isOneSided || state === 'RSTRH' };
  }
  const flags = FLAGS_OF[kind] ?? -1;
  const isResponderFirst = first !== kind && record.responderPackets !== 0;
  if (kind === 'H' || kind === 'R' || (kind === 'S' && isResponderFirst)) {
    return { outcome: OUTCOME.unknown, flags, isTurned: isOneSided || isResponderFirst };
  }
  const outcome = kind === 'S' && !isOneSided ? outcomeOfSyn(record) : outcomeOfMidstream(history);
  return { outcome, flags, isTurned: isOneSided };
}

export function onlyResponderSent({ originatorPackets, responderPackets }: ConnRecord): boolean {
  return originatorPackets === 0 && responderPackets > 0;
}

/** The history is more exact than the state: `SWhRDr` is REJ, though the port was open. */
function outcomeOfSyn({ history, responderPackets }: ConnRecord): number {
  if (/[had]/.test(history)) return OUTCOME.answered;
  const reset = history.indexOf('r');
  const before = reset === -1 ? history : history.slice(0, reset);
  // The originator goes on, so it had an answer: the sensor sees one direction only.
  if (/[AD]/.test(before)) return OUTCOME.unknown;
  if (reset !== -1) return OUTCOME.refused;
  return responderPackets > 0 ? OUTCOME.unknown : OUTCOME.unanswered;
}

function outcomeOfMidstream(history: string): number {
  return /[AD]/.test(history) && /[ad]/.test(history) ? OUTCOME.answered : OUTCOME.unknown;
}
