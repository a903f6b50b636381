import { MARK } from '../event-batch.ts';
import { hasPorts, PROTOCOL } from '../../net/protocol.ts';
import { LIMIT } from './flow-fields.ts';

const ECHO_REPLY = 0;
const ECHO = 8;
const ECHO_V6 = 128;
const ECHO_REPLY_V6 = 129;

/**
 * What tells flows apart besides addresses and ports: address family, protocol, and whether the packet came from inside
 * a tunnel. 0 where packets of this sort are not joined: fragments without ports, ICMP other than echo, protocols
 * without ports.
 */
export function kindOf(family: number, protocol: number, sport: number, dport: number, marks: number): number {
  if ((marks & (MARK.ports | MARK.laterFragment)) !== MARK.ports) return 0;
  if (!hasPorts(protocol) && !isEcho(protocol, sport, dport)) return 0;
  return family | (protocol << 8) | ((marks & MARK.inner) << 16);
}

/** With another code it is a probe of an operating system (Nmap sends 9), and not answered with the same. */
function isEcho(protocol: number, type: number, code: number): boolean {
  if (code !== 0) return false;
  if (protocol === PROTOCOL.icmp) return type === ECHO || type === ECHO_REPLY;
  return protocol === PROTOCOL.icmpv6 && (type === ECHO_V6 || type === ECHO_REPLY_V6);
}

/** Ports of the other direction, both in one word; for an echo the type of the reply, and of a reply the echo's. */
export function portsBackOf(protocol: number, sport: number, dport: number): number {
  if (protocol === PROTOCOL.icmp) return (sport ^ ECHO) << 16;
  if (protocol === PROTOCOL.icmpv6) return (sport ^ (ECHO_V6 ^ ECHO_REPLY_V6)) << 16;
  return (dport << 16) | sport;
}

export function limitOf(protocol: number): number {
  if (protocol === PROTOCOL.tcp) return LIMIT.tcp;
  return hasPorts(protocol) ? LIMIT.udp : LIMIT.icmp;
}

export function isEchoRequest(protocol: number, type: number): boolean {
  return protocol === PROTOCOL.icmp ? type === ECHO : type === ECHO_V6;
}
