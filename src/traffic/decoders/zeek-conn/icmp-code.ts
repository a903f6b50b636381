import { PROTOCOL } from '../../../net/protocol.ts';

/** Types that are answered, and by which (ICMP4_counterpart and ICMP6_counterpart of Zeek's ICMP.cc). */
const ICMP_ANSWERS: ReadonlyMap<number, number> = new Map([
  [8, 0],
  [10, 9],
  [13, 14],
  [15, 16],
  [17, 18],
]);
const ICMPV6_ANSWERS: ReadonlyMap<number, number> = new Map([
  [128, 129],
  [130, 131],
  [133, 134],
  [135, 136],
  [139, 140],
  [144, 145],
]);
const ECHO = [8, 128];

/**
 * The place of the responder's port holds the code; but for the types that belong to a question and its answer it holds
 * the type of the other one, and their code, which is always 0, is not logged.
 */
export function icmpCode(protocol: number, type: number, responderPort: number): number {
  const answers = protocol === PROTOCOL.icmpv6 ? ICMPV6_ANSWERS : ICMP_ANSWERS;
  const isPair = answers.get(type) === responderPort || answers.get(responderPort) === type;
  return isPair ? 0 : responderPort;
}

/** Whether it is a question that a host answers, unlike those to routers and neighbours, which are often not meant to be. */
export function isIcmpRequest(protocol: number, type: number): boolean {
  if (type === ECHO[protocol === PROTOCOL.icmpv6 ? 1 : 0]) return true;
  return protocol === PROTOCOL.icmp && (type === 13 || type === 15 || type === 17);
}
