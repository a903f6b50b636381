import { parseIp } from '../net/prefix.ts';
import { canonicalAddress, reachOf, withoutZone } from './address.ts';
import type { ProbedPort } from './probing/plan.ts';
import type { LocalListener } from './result.ts';

/** What the kernel and the network say of one port of this machine, beside each other. */
export type Agreement =
  /** It listens, and answers. */
  | 'agrees'
  /** It listens, and does not answer from there: a firewall, or a program that takes no more. */
  | 'unreachable'
  /** It answers, and nothing of this namespace listens: a container, or a rule that forwards. */
  | 'unlisted'
  /** Nothing listens, and nothing answers. */
  | 'closed';

export interface Reconciled {
  readonly probed: ProbedPort;
  readonly listener: LocalListener | null;
  readonly agreement: Agreement;
}

/** Puts to each probed port of this machine the listener that should answer it. */
export function reconcile(probed: readonly ProbedPort[], listeners: readonly LocalListener[]): Reconciled[] {
  return probed.map((port) => {
    const listener = listeners.find((each) => isBehind(each, port)) ?? null;
    const answers = port.state === 'open';
    if (listener === null) return { probed: port, listener, agreement: answers ? 'unlisted' : 'closed' };
    // Nobody owes an answer to a datagram it does not understand.
    const isSilentUdp = port.transport === 'udp' && port.state === 'no-answer';
    return { probed: port, listener, agreement: answers || isSilentUdp ? 'agrees' : 'unreachable' };
  });
}

/** Whether a listener takes what is sent to the address of a port. */
function isBehind({ transport, port, addresses }: LocalListener, probed: ProbedPort): boolean {
  if (transport !== probed.transport || port !== probed.port) return false;
  return addresses.some((bound) => takes(bound, canonicalAddress(withoutZone(probed.address))));
}

function takes(bound: string, asked: string): boolean {
  const plain = canonicalAddress(withoutZone(bound));
  return plain === asked || (asked.includes(':') ? plain === '::' : plain === '0.0.0.0');
}

/**
 * The addresses by which a listener is asked: its own, or for one that takes every address those that represent the machine.
 * `faces`: for each family the address that others use, or loopback where the machine has no other.
 */
export function addressesToAsk(listener: LocalListener, faces: readonly string[]): string[] {
  const asked = new Set<string>();
  // A socket of IPv6 may be bound to an IPv4 address, written as a mapped one: Java does it.
  for (const bound of listener.addresses.map(canonicalAddress)) {
    if (bound === '0.0.0.0') for (const face of faces.filter((each) => !each.includes(':'))) asked.add(face);
    else if (bound === '::') for (const face of faces.filter((each) => each.includes(':'))) asked.add(face);
    else if (isUnicast(bound)) asked.add(bound);
  }
  return [...asked];
}

function isUnicast(text: string): boolean {
  const address = parseIp(withoutZone(text));
  if (address === null) return false;
  return !['multicast', 'broadcast', 'unspecified'].includes(reachOf(address));
}
