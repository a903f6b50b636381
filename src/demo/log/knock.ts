/** One packet that the firewall of the host wrote down. */
export interface Knock {
  /** Seconds since the log began, with fractions. */
  readonly at: number;
  /** What stands before it: `[UFW BLOCK] `. Whoever writes the rules chooses it. */
  readonly prefix: string;
  readonly source: string;
  readonly destination: string;
  readonly transport: 'tcp' | 'udp';
  readonly sport: number;
  readonly dport: number;
  /** As the kernel writes them; empty for UDP. */
  readonly flags: string;
  /** Of the packet in bytes, with its headers. */
  readonly length: number;
  readonly ttl: number;
}

const BLOCK = '[UFW BLOCK] ';
export const ALLOW = '[UFW ALLOW] ';

/** A knock of which a story says only what matters to it. */
export function knock(of: Pick<Knock, 'at' | 'source' | 'destination' | 'sport' | 'dport'> & Partial<Knock>): Knock {
  const transport = of.transport ?? 'tcp';
  return {
    prefix: BLOCK,
    transport,
    flags: transport === 'tcp' ? 'SYN' : '',
    length: transport === 'tcp' ? 60 : 72,
    ttl: 52,
    ...of,
  };
}
