import { MARK, OUTCOME } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { SEEN } from './flow-fields.ts';
import { isEchoRequest } from './flow-kind.ts';

/** What a packet adds to what its TCP flow has shown. */
export function seenWith(seen: number, flags: number, isBack: boolean): number {
  let now = seen;
  if ((flags & TCP.rst) !== 0) now |= SEEN.finished;
  if ((flags & TCP.fin) !== 0) now |= isBack ? SEEN.finBack : SEEN.finForward;
  if ((now & SEEN.finForward) !== 0 && (now & SEEN.finBack) !== 0) now |= SEEN.finished;
  if ((now & (SEEN.answer | SEEN.refusal)) !== 0) return now;
  if (isBack) {
    if ((flags & TCP.rst) !== 0) return now | SEEN.refusal;
    // A bare SYN is no answer: the other side begins too, and does not know of ours.
    return (flags & (TCP.syn | TCP.ack)) === TCP.syn ? now : now | SEEN.answer;
  }
  const goesOn = (flags & TCP.ack) !== 0 && (flags & (TCP.syn | TCP.rst)) === 0;
  return goesOn ? now | SEEN.unseenAnswer : now;
}

/** What became of a flow, by its first packet (`flags`, `marks`, and the type of ICMP in `sport`) and what followed. */
export function outcomeOf(protocol: number, flags: number, marks: number, sport: number, seen: number): number {
  const isAnswered = (seen & SEEN.answer) !== 0;
  if (protocol === PROTOCOL.tcp) return outcomeOfTcp(flags, marks, seen);
  if (protocol === PROTOCOL.udp || protocol === PROTOCOL.udplite) {
    return isAnswered ? OUTCOME.answered : OUTCOME.unanswered;
  }
  // SCTP and DCCP refuse with a packet of their own, which ports do not tell from an answer.
  if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmpv6) {
    return isAnswered ? OUTCOME.unknown : OUTCOME.unanswered;
  }
  if (!isEchoRequest(protocol, sport)) return OUTCOME.unknown;
  return isAnswered ? OUTCOME.answered : OUTCOME.unanswered;
}

function outcomeOfTcp(flags: number, marks: number, seen: number): number {
  if ((marks & MARK.flags) === 0) return OUTCOME.unknown;
  const isAnswer = (flags & TCP.rst) !== 0 || (flags & (TCP.syn | TCP.ack)) === (TCP.syn | TCP.ack);
  if (isAnswer) return OUTCOME.unknown;
  if ((seen & SEEN.answer) !== 0) return OUTCOME.answered;
  // A RST to an ACK says nothing of the port (RFC 9293 3.10.7); after an answer that was not seen it is an end.
  if ((flags & TCP.ack) !== 0 || (seen & SEEN.unseenAnswer) !== 0) return OUTCOME.unknown;
  return (seen & SEEN.refusal) === 0 ? OUTCOME.unanswered : OUTCOME.refused;
}

const FIRST_REGISTERED = 1024;
/** Linux takes its own ports from 32768 on, others from 49152 (RFC 6335 6). */
const FIRST_EPHEMERAL = 32_768;

/**
 * Whether a connection that was first seen in its middle is rather the destination's: its first sender has the port of
 * a service, and the other side answered. Without an answer, or with a RST, it may as well be an ACK scan from port 80.
 */
export function isOtherWayRound(flags: number, marks: number, sport: number, dport: number, seen: number): boolean {
  if ((marks & MARK.flags) === 0 || (flags & TCP.ack) === 0 || (flags & (TCP.syn | TCP.rst)) !== 0) return false;
  if ((seen & SEEN.answer) === 0) return false;
  if (sport < FIRST_REGISTERED) return dport >= FIRST_REGISTERED;
  return sport < FIRST_EPHEMERAL && dport >= FIRST_EPHEMERAL;
}
