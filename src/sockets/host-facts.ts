import type { PortRange } from '../net/port.ts';

/** Settings and facts of this machine that a socket row is judged by. Null: the kernel does not show it. */
export interface HostFacts {
  /** net.ipv4.ip_local_port_range: where this kernel takes the ports of outgoing connections from. */
  readonly ephemeral: PortRange | null;
  /** net.ipv4.ip_local_reserved_ports: left out of it. */
  readonly reserved: readonly PortRange[];
  /** net.ipv6.bindv6only: whether an IPv6 wildcard socket leaves IPv4 alone unless the program says otherwise. */
  readonly bindV6Only: boolean | null;
  /** net.core.somaxconn: upper bound of any accept queue. */
  readonly maxAcceptQueue: number | null;
  /** Seconds since the epoch at boot. */
  readonly bootTime: number | null;
  /** Login names by uid, from /etc/passwd. */
  readonly users: ReadonlyMap<number, string>;
}
