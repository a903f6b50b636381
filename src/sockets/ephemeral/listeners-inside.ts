import type { PortRange } from '../../net/port.ts';
import { formatLocalAddress } from '../exposure.ts';
import { ownersOf, type Snapshot } from '../snapshot.ts';

/** Somebody who waits for others on a port inside a range. */
export interface InsideListener {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly addresses: readonly string[];
  /** Kernel's names of the processes that hold it; empty when nobody could be seen. */
  readonly processes: readonly string[];
}

/** Listeners of a transport in a range, by port. Those on ports that `isLeftOut` are not drawn from anyway. */
export function listenersInside(
  snapshot: Snapshot,
  transport: 'tcp' | 'udp',
  { from, to }: PortRange,
  isLeftOut: (port: number) => boolean,
): InsideListener[] {
  const { table } = snapshot;
  const found = new Map<number, { addresses: Set<string>; processes: Set<string> }>();
  for (let row = 0; row < table.length; row++) {
    const port = table.localPort(row);
    if (!table.isListening(row) || table.transport(row) !== transport) continue;
    if (port < from || port > to || isLeftOut(port)) continue;
    const one = found.get(port) ?? { addresses: new Set(), processes: new Set() };
    one.addresses.add(formatLocalAddress(table, row));
    for (const { pid } of ownersOf(snapshot, row)) {
      const name = snapshot.processName(pid);
      if (name !== null) one.processes.add(name);
    }
    found.set(port, one);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([port, { addresses, processes }]) => ({
      port,
      transport,
      addresses: [...addresses],
      processes: [...processes],
    }));
}
