import { isEphemeral, isProbablyClient } from './listener.ts';
import type { Snapshot } from './snapshot.ts';
import type { SocketView } from './socket-row.ts';
import { countOwners } from './gaps.ts';

/** The first line of the screen as numbers. */
export interface Summary {
  readonly listening: number;
  readonly connected: number;
  readonly ephemeral: {
    readonly from: number;
    readonly to: number;
    readonly used: number;
    readonly share: number;
  } | null;
  readonly owners: { readonly visible: number; readonly hidden: number };
}

export function summarize(view: SocketView): Summary {
  const { snapshot, listeners } = view;
  const { table, host } = snapshot;
  let connected = 0;
  for (let row = 0; row < table.length; row++) if (!table.isListening(row)) connected++;
  return {
    listening: listeners.filter((listener) => !isProbablyClient(listener)).length,
    connected,
    ephemeral: host.ephemeral === null ? null : { ...host.ephemeral, ...ephemeralUse(snapshot) },
    owners: countOwners(snapshot),
  };
}

/** Distinct ports of the ephemeral range in use, of either transport: the fuller of the two counts. */
function ephemeralUse(snapshot: Snapshot): { used: number; share: number } {
  const { table, host } = snapshot;
  const ports = { tcp: new Set<number>(), udp: new Set<number>() };
  for (let row = 0; row < table.length; row++) {
    const port = table.localPort(row);
    if (isEphemeral(snapshot, port)) ports[table.transport(row)].add(port);
  }
  const used = Math.max(ports.tcp.size, ports.udp.size);
  const size = host.ephemeral === null ? 1 : host.ephemeral.to - host.ephemeral.from + 1;
  return { used, share: used / size };
}
