import type { HostResult, PortResult } from '../result.ts';
import type { Vantage } from '../vantage/vantage.ts';

/** What one port of a host said on all of the host's addresses. */
export interface PortGroup {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly results: readonly PortResult[];
  /** Those that answered. */
  readonly open: readonly PortResult[];
  /** As one of the addresses told it: the host is one, whatever address it is asked at. */
  readonly product: string | null;
}

/** By transport, then by number. */
export function portGroups({ ports }: HostResult): PortGroup[] {
  const groups = new Map<string, PortResult[]>();
  for (const result of ports) {
    const key = `${result.port}/${result.transport}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  const all = [...groups.values()].flatMap((results): PortGroup[] => {
    const [first] = results;
    if (first === undefined) return [];
    const product = results.find(({ service }) => service?.product != null)?.service?.product ?? null;
    const open = results.filter(({ state }) => state === 'open');
    return [{ transport: first.transport, port: first.port, results, open, product }];
  });
  return all.sort((a, b) => a.transport.localeCompare(b.transport) || a.port - b.port);
}

/** From where an address of the host was asked; a network without addresses is asked from within it. */
export function vantageAt(host: HostResult, address: string): Vantage {
  if (host.addresses.length === 0) return 'same-subnet';
  return host.addresses.find((one) => one.address === address)?.vantage ?? 'routed';
}
