import { ownersOf, type Snapshot } from './snapshot.ts';
import { TIME_WAIT } from './state.ts';

/** A port of one transport, as one asks for it. */
export interface LocalPort {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
}

/** How a local port is used. Ports are compared as numbers, and only at this end: 1808 is neither 18080 nor a peer's. */
export interface PortUse extends LocalPort {
  /** Rows of the sockets that wait on it: listening TCP, or UDP without a peer. */
  readonly waiting: readonly number[];
  /** Every process that holds one of those, by pid. */
  readonly pids: readonly number[];
  /** Connections on it, without those that are only being closed. */
  readonly clients: number;
  /** Connections in TIME-WAIT, which nobody holds any more. */
  readonly closing: number;
}

export function portUseOf(snapshot: Snapshot, { port, transport }: LocalPort): PortUse {
  const { table } = snapshot;
  const waiting: number[] = [];
  const pids = new Set<number>();
  let clients = 0;
  let closing = 0;
  for (let row = 0; row < table.length; row++) {
    if (table.localPort(row) !== port || table.transport(row) !== transport) continue;
    if (table.isListening(row)) {
      waiting.push(row);
      for (const { pid } of ownersOf(snapshot, row)) pids.add(pid);
    } else if (transport === 'tcp' && table.stateCode(row) === TIME_WAIT) closing++;
    else clients++;
  }
  return { port, transport, waiting, pids: [...pids].sort((a, b) => a - b), clients, closing };
}

export function isHeld(snapshot: Snapshot, wanted: LocalPort): boolean {
  return portUseOf(snapshot, wanted).waiting.length > 0;
}
