import { isIPv4Mapped } from '../../net/address.ts';
import { MAX_PORT } from '../../net/port.ts';
import type { SocketTable } from '../socket-table.ts';
import type { Family } from './probe.ts';

const BITS: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 2 };

/** Which ports the kernel's tables account for, in which family, whatever the state of the socket. */
export class ShownPorts {
  readonly #tcp = new Uint8Array(MAX_PORT + 1);
  readonly #udp = new Uint8Array(MAX_PORT + 1);

  constructor(table: SocketTable) {
    for (let row = 0; row < table.length; row++) {
      const ports = table.transport(row) === 'tcp' ? this.#tcp : this.#udp;
      const port = table.localPort(row);
      ports[port] = (ports[port] ?? 0) | familiesOf(table, row);
    }
  }

  explains(transport: 'tcp' | 'udp', port: number, family: Family): boolean {
    const ports = transport === 'tcp' ? this.#tcp : this.#udp;
    return ((ports[port] ?? 0) & BITS[family]) !== 0;
  }
}

/** An IPv6 wildcard may hold IPv4 as well, and a mapped address is one of IPv4 (ipv6_rcv_saddr_equal). */
function familiesOf(table: SocketTable, row: number): number {
  if (table.family(row) === 4) return BITS.ipv4;
  const local = table.local(row);
  const takesBoth = isIPv4Mapped(local) || local.every((word) => word === 0);
  return takesBoth ? BITS.ipv4 | BITS.ipv6 : BITS.ipv6;
}
