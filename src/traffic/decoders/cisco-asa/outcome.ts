import { DIRECTION, OUTCOME } from '../../event-batch.ts';

/**
 * What became of a TCP connection, by the reason of its teardown (302014) and its bytes, which are those of its payload in
 * both directions: where there are any, the connection was established.
 */
export function tcpOutcome(reason: string, bytes: number, direction: number): number {
  if (reason.startsWith('SYN Timeout')) return OUTCOME.unanswered;
  if (/^(?:Unauth Deny|Invalid SYN|SYN Control|IPS fail-close|Flow terminated by)/i.test(reason))
    return OUTCOME.dropped;
  if (bytes > 0) return OUTCOME.answered;
  // -I came from the inside, -O from the outside: from the one who was asked, it is a closed port.
  const reset = /^TCP Reset-([IO])/.exec(reason)?.[1];
  if (reset !== undefined) {
    const isFromAsked = (reset === 'I') === (direction === DIRECTION.in);
    if (direction === DIRECTION.unknown) return OUTCOME.allowed;
    return isFromAsked ? OUTCOME.refused : OUTCOME.answered;
  }
  // Both ends have closed, or one has been silent after the handshake.
  if (/^(?:TCP FINs|FIN Timeout|Conn-timeout|Connection timeout)/i.test(reason)) return OUTCOME.answered;
  return OUTCOME.allowed;
}
