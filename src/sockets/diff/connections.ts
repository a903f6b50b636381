import { formatRemoteAddress } from '../exposure.ts';
import { directionOf, ListeningPorts } from '../listening-ports.ts';
import { ownersOf } from '../snapshot.ts';
import type { SocketView } from '../socket-row.ts';

/** The connections of one program with one service, counted. */
export interface ConnectionSum {
  readonly transport: 'tcp' | 'udp';
  /** Came in to a port somebody listens on, or went out from here. */
  readonly direction: 'in' | 'out';
  /** Null where no process is visible. */
  readonly process: string | null;
  /** The port at the server's end. */
  readonly port: number;
  /** What that port is known for. */
  readonly service: string | null;
  readonly connections: number;
  /** Different addresses at the other end. */
  readonly peers: number;
}

/** Connections summed by process and service: which of a thousand sockets is which is old news a second later. */
export function sumConnections(view: SocketView): ConnectionSum[] {
  const { table } = view.snapshot;
  const listening = new ListeningPorts(table);
  const sums = new Map<
    string,
    { first: Omit<ConnectionSum, 'connections' | 'peers'>; count: number; peers: Set<string> }
  >();
  for (let row = 0; row < table.length; row++) {
    const direction = directionOf(table, row, listening);
    if (direction === 'listen') continue;
    const transport = table.transport(row);
    const port = direction === 'in' ? table.localPort(row) : table.remotePort(row);
    const [owner] = ownersOf(view.snapshot, row);
    const process = owner === undefined ? null : view.snapshot.processName(owner.pid);
    const key = `${transport} ${direction} ${port} ${process ?? ''}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      const service = view.serviceNameOf(row)?.name ?? null;
      sum = { first: { transport, direction, process, port, service }, count: 0, peers: new Set() };
      sums.set(key, sum);
    }
    sum.count++;
    sum.peers.add(formatRemoteAddress(table, row));
  }
  return [...sums.values()]
    .map(({ first, count, peers }) => ({ ...first, connections: count, peers: peers.size }))
    .sort((a, b) => b.connections - a.connections || a.port - b.port);
}
