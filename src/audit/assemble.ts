import type { ProbedPort, ProbeTarget } from './probing/plan.ts';
import { reconcile, type Agreement } from './reconcile.ts';
import type { HostResult, LocalListener, PortResult } from './result.ts';

/** Name that a number usually goes by; null where it has none. */
export type PortNamer = (port: number, transport: 'tcp' | 'udp') => string | null;

/** A port of this machine on which kernel and network do not agree. */
export interface Disagreement {
  readonly host: string;
  readonly port: PortResult;
  readonly agreement: Extract<Agreement, 'unreachable' | 'unlisted'>;
}

export interface Assembled {
  readonly hosts: readonly HostResult[];
  readonly disagreements: readonly Disagreement[];
}

/** The hosts that are this machine, and what listens here. */
export interface OwnMachine {
  readonly hosts: readonly string[];
  readonly listeners: readonly LocalListener[];
}

/** Puts what was found together by hosts: in the order of the targets, ports by number, then address. `isTold`: listeners that are told of, though nothing was sent to them. */
export function assemble(
  targets: readonly ProbeTarget[],
  probed: readonly ProbedPort[],
  own: OwnMachine & { readonly isTold: (listener: LocalListener) => boolean },
  nameOf: PortNamer,
): Assembled {
  const disagreements: Disagreement[] = [];
  const hosts = [...new Set(targets.map(({ host }) => host))].map((host): HostResult => {
    const isOwn = own.hosts.includes(host);
    const listeners = isOwn ? own.listeners : [];
    const of = probed.filter((port) => port.host === host);
    const ports = reconcile(of, listeners).map(({ probed: found, listener, agreement }) => {
      const port = portResultOf(found, listener, nameOf);
      if (isOwn && (agreement === 'unreachable' || agreement === 'unlisted'))
        disagreements.push({ host, port, agreement });
      return port;
    });
    ports.push(...onlyListed(listeners.filter(own.isTold), ports, nameOf));
    return {
      name: host,
      addresses: targets.filter((target) => target.host === host).map(({ address, vantage }) => ({ address, vantage })),
      ports: ports.sort(byPort),
    };
  });
  return { hosts: [...hosts, ...networksOf(targets, probed, nameOf)], disagreements };
}

/** What was asked by broadcast belongs to no target: a host of its own for each network, without addresses. */
function networksOf(targets: readonly ProbeTarget[], probed: readonly ProbedPort[], nameOf: PortNamer): HostResult[] {
  const known = new Set(targets.map(({ host }) => host));
  const networks = new Map<string, PortResult[]>();
  for (const found of probed) {
    if (known.has(found.host)) continue;
    const ports = networks.get(found.host) ?? [];
    networks.set(found.host, [...ports, portResultOf(found, null, nameOf)]);
  }
  return [...networks].map(([name, ports]) => ({ name, addresses: [], ports }));
}

/** One port by itself, as soon as it is known; how it compares with what was agreed only the whole says. */
export function portAsItComes(probed: ProbedPort, own: OwnMachine, nameOf: PortNamer): PortResult {
  const [found] = reconcile([probed], own.hosts.includes(probed.host) ? own.listeners : []);
  return portResultOf(probed, found?.listener ?? null, nameOf);
}

function portResultOf(found: ProbedPort, listener: LocalListener | null, nameOf: PortNamer): PortResult {
  const { transport, port, address, state, because, service, checks } = found;
  const name = nameOf(port, transport);
  return { transport, port, address, state, because, name, service, listener, expectation: null, checks };
}

/** Listeners that nothing was sent to, because no question is known for what they speak. */
function onlyListed(
  listeners: readonly LocalListener[],
  known: readonly PortResult[],
  nameOf: PortNamer,
): PortResult[] {
  const asked = new Set(known.map(({ transport, port }) => `${port}/${transport}`));
  return listeners
    .filter(({ transport, port }) => !asked.has(`${port}/${transport}`))
    .map((listener) => ({
      transport: listener.transport,
      port: listener.port,
      address: listener.addresses[0] ?? '',
      state: 'open',
      because:
        listener.transport === 'udp'
          ? 'listed by the kernel; no harmless question for it is known'
          : 'listed by the kernel; it was not asked',
      name: nameOf(listener.port, listener.transport),
      service: null,
      listener,
      expectation: null,
      checks: [],
    }));
}

function byPort(a: PortResult, b: PortResult): number {
  return a.port - b.port || compare(a.transport, b.transport) || compare(a.address, b.address);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
