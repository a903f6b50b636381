/** One attempt to bind: is the port free there? */
export interface ProbeTarget {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly address: '0.0.0.0' | '::' | '127.0.0.1' | '::1';
  /** Leaves IPv4 alone (IPV6_V6ONLY). Without it `::` collides with IPv4 sockets too: one probe for both families. */
  readonly ipv6Only: boolean;
}

/** `no-family`: this host has no such addresses. `failed`: the probe itself did not work (out of descriptors, say). */
export type ProbeOutcome = 'free' | 'in-use' | 'not-permitted' | 'no-family' | 'failed';

/** Never throws, and holds nothing any more when it is done. */
export type Probe = (target: ProbeTarget) => Promise<ProbeOutcome>;

export type Family = 'ipv4' | 'ipv6';
export const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];
export const TRANSPORTS: readonly ('tcp' | 'udp')[] = ['tcp', 'udp'];

/** All addresses of the families at once. */
export function everywhere(transport: 'tcp' | 'udp', port: number, families: readonly Family[]): ProbeTarget {
  const address = families.includes('ipv6') ? '::' : '0.0.0.0';
  return { transport, port, address, ipv6Only: families.length === 1 };
}

export function onLoopback(transport: 'tcp' | 'udp', port: number, family: Family): ProbeTarget {
  return { transport, port, address: family === 'ipv4' ? '127.0.0.1' : '::1', ipv6Only: true };
}
