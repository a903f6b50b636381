import type { Interfaces } from '../network/own-addresses.ts';
import { addressesToAsk } from '../reconcile.ts';
import type { LocalListener } from '../result.ts';
import { vantageOf } from '../vantage/vantage-of.ts';
import type { ProbeTarget } from './plan.ts';

export interface OwnTargetsRequest {
  readonly host: string;
  readonly interfaces: Interfaces;
  readonly listeners: readonly LocalListener[];
  /** TCP ports that are asked whether or not anything listens. */
  readonly tcp: readonly number[];
  /** UDP ports that a question is known for; others are only listed. */
  readonly udp: ReadonlySet<number>;
}

/**
 * The addresses by which others know this machine: the first of each family that is neither loopback nor link-local; loopback
 * where it has no other.
 */
export function facesOf({ addresses }: Interfaces): string[] {
  return ([4, 6] as const).flatMap((family) => {
    const own = addresses.filter((each) => each.family === family);
    const face =
      own.find(({ isLoopback, isLinkLocal }) => !isLoopback && !isLinkLocal) ?? own.find((each) => each.isLoopback);
    return face === undefined ? [] : [face.address];
  });
}

/** What to ask this machine: each listener by its own addresses, and its faces by all ports that anybody would look at. */
export function ownTargets({ host, interfaces, listeners, tcp, udp }: OwnTargetsRequest): ProbeTarget[] {
  const faces = facesOf(interfaces);
  const asked = new Map(
    faces.map((face) => [face, { tcp: new Set(tcp), udp: new Set<number>(), told: new Set<string>() }]),
  );
  for (const listener of listeners) {
    for (const bound of addressesToAsk(listener, faces)) {
      const address = withZone(bound, interfaces);
      if (address === null) continue;
      const of = asked.get(address) ?? { tcp: new Set<number>(), udp: new Set<number>(), told: new Set<string>() };
      asked.set(address, of);
      of.told.add(`${listener.port}/${listener.transport}`);
      if (listener.transport === 'tcp') of.tcp.add(listener.port);
      else if (udp.has(listener.port)) of.udp.add(listener.port);
    }
  }
  return [...asked].map(([address, of]) => ({
    host,
    address,
    vantage: vantageOf(address, interfaces),
    tcp: [...of.tcp],
    udp: [...of.udp],
    told: [...of.told],
  }));
}

/** A link-local address is reached by its interface only, which the kernel's tables do not name; null where none has it. */
function withZone(address: string, { addresses }: Interfaces): string | null {
  if (address.includes('%') || !/^fe[89ab]/i.test(address)) return address;
  return addresses.find((own) => own.address.startsWith(`${address}%`))?.address ?? null;
}
