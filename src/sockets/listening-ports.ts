import { MAX_PORT } from '../net/port.ts';
import type { HostFacts } from './host-facts.ts';
import type { SocketTable } from './socket-table.ts';

const LISTENS = 1;
/** An IPv4 socket listens there, on whatever address. */
const IPV4 = 2;

/** Which ports of this host somebody waits on: it tells the server's end of a connection from the client's. */
export class ListeningPorts {
  readonly #tcp = new Uint8Array(MAX_PORT + 1);
  readonly #udp = new Uint8Array(MAX_PORT + 1);

  constructor(table: SocketTable) {
    for (let row = 0; row < table.length; row++) {
      if (!table.isListening(row)) continue;
      const ports = this.#of(table.transport(row));
      const port = table.localPort(row);
      ports[port] = (ports[port] ?? 0) | LISTENS | (table.family(row) === 4 ? IPV4 : 0);
    }
  }

  has(transport: 'tcp' | 'udp', port: number): boolean {
    return (this.#of(transport)[port] ?? 0) !== 0;
  }

  hasIPv4(transport: 'tcp' | 'udp', port: number): boolean {
    return ((this.#of(transport)[port] ?? 0) & IPV4) !== 0;
  }

  #of(transport: 'tcp' | 'udp'): Uint8Array {
    return transport === 'tcp' ? this.#tcp : this.#udp;
  }
}

/** A listening socket waits; a connected one came in to a port somebody listens on, or went out from here. */
export type Direction = 'listen' | 'in' | 'out';

export function directionOf(table: SocketTable, row: number, listening: ListeningPorts): Direction {
  if (table.isListening(row)) return 'listen';
  return listening.has(table.transport(row), table.localPort(row)) ? 'in' : 'out';
}

/**
 * Whether an IPv6 wildcard socket takes IPv4 too. Netlink shows the option IPV6_V6ONLY: then it is `yes` or `no`, for
 * certain. /proc does not, and leaves inference:
 * - `no`: an IPv4 socket holds the port beside it, on whatever address: the kernel refuses that (EADDRINUSE) unless the
 *   IPv6 one left IPv4 alone or both opted into sharing; or the host's default is bindv6only.
 * - `likely`: nothing contradicts the host's default.
 * - null: not an IPv6 wildcard socket, so there is nothing to ask.
 */
export type DualStack = 'yes' | 'likely' | 'no' | null;

export function dualStackOf(table: SocketTable, row: number, listening: ListeningPorts, host: HostFacts): DualStack {
  if (table.family(row) === 4 || !table.isListening(row) || !isUnspecified(table, row)) return null;
  const v6only = table.details?.v6only(row) ?? null;
  if (v6only !== null) return v6only ? 'no' : 'yes';
  if (host.bindV6Only === true) return 'no';
  return listening.hasIPv4(table.transport(row), table.localPort(row)) ? 'no' : 'likely';
}

function isUnspecified(table: SocketTable, row: number): boolean {
  return table.local(row).every((word) => word === 0);
}
