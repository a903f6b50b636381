import type { IpAddress, Prefix } from '../../net/prefix.ts';

/** Who said that addresses of the public internet may be audited, and until when. */
export interface Authority {
  readonly prefixes: readonly Prefix[];
  /** A person or a contract. */
  readonly by: string;
  /** Number of a ticket or a letter, to look it up. */
  readonly reference: string;
  /** The last day it holds, UTC. */
  readonly until: Date;
}

/** What may be sent to. Everything else is refused, before a packet leaves. */
export interface Scope {
  /** Addresses of this machine's interfaces. Loopback is always its own. */
  readonly own: readonly IpAddress[];
  /** Networks of its interfaces, so that their broadcast addresses are known. */
  readonly ownNetworks: readonly Prefix[];
  /** What the scope file allows; counts for addresses that are not of the public internet. */
  readonly allow: readonly Prefix[];
  readonly authorities: readonly Authority[];
  /** The interface on which DHCP servers may be asked for by broadcast: `dhcp.interface` of the policy file. */
  readonly broadcastInterface?: string;
  /** `--yes-authorised`: for public addresses the file is not enough. */
  readonly isConfirmed: boolean;
}

/** This machine and nothing else. */
export function ownScope(own: readonly IpAddress[], ownNetworks: readonly Prefix[]): Scope {
  return { own, ownNetworks, allow: [], authorities: [], isConfirmed: false };
}
