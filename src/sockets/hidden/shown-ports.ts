import { MAX_PORT } from '../../net/port.ts';
import type { SocketTable } from '../socket-table.ts';
import type { Family } from './probe.ts';

const BITS: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 2 };

/**
 * Which ports the kernel's tables account for, in which family, whatever the state of the socket. An IPv6 socket
 * accounts for both: unless it set IPV6_V6ONLY, which /proc does not show, it refuses the IPv4 wildcard its port even
 * when it is bound to ::1 (ipv4_rcv_saddr_equal in net/ipv4/inet_connection_sock.c).
 */
export class ShownPorts {
  readonly #tcp = new Uint8Array(MAX_PORT + 1);
  readonly #udp = new Uint8Array(MAX_PORT + 1);

  constructor(table: SocketTable) {
    for (let row = 0; row < table.length; row++) {
      const ports = table.transport(row) === 'tcp' ? this.#tcp : this.#udp;
      const port = table.localPort(row);
      ports[port] = (ports[port] ?? 0) | (table.family(row) === 4 ? BITS.ipv4 : BITS.ipv4 | BITS.ipv6);
    }
  }

  explains(transport: 'tcp' | 'udp', port: number, family: Family): boolean {
    const ports = transport === 'tcp' ? this.#tcp : this.#udp;
    return ((ports[port] ?? 0) & BITS[family]) !== 0;
  }
}
