import type { Severity } from '../../findings/finding.ts';
import type { PortRange } from '../../net/port.ts';
import type { Prefix } from '../../net/prefix.ts';
import type { Anchor } from '../result.ts';
import type { Authority } from '../scope/scope.ts';

/** `fail`: the audit fails; `warn`: it is told; `ignore`: it is not even told. */
export type Mode = 'fail' | 'warn' | 'ignore';

export interface PortRangeOf extends PortRange {
  readonly transport: 'tcp' | 'udp';
}

/** A port that has to answer. */
export interface ExpectedPort {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** Name of the protocol, as identification has it; `https` is http inside TLS. */
  readonly service: string | null;
  /** Has to be in the name of the product, whatever the case. */
  readonly product: string | null;
  /** The first day on which the line counts, `2026-01-01`; before it, it is as if it were not there. */
  readonly notBefore: string | null;
  readonly checks: Readonly<Record<string, 'exposed' | 'not-exposed'>>;
  readonly at: Anchor;
  /** Where each of `checks` stands. */
  readonly checksAt: Readonly<Record<string, Anchor>>;
}

/** A difference that somebody accepted for a time. */
export interface PolicyWaiver {
  /** Id of a check or rule; null: all of them. */
  readonly check: string | null;
  /** Null: all ports of the host. */
  readonly ports: PortRangeOf | null;
  /** The last day, `2027-03-31`. */
  readonly until: string;
  readonly reason: string;
  readonly at: Anchor;
}

export interface PolicyHost {
  readonly name: string;
  /** As they are written; empty where the name itself is to be looked up. */
  readonly addresses: readonly string[];
  readonly expect: readonly ExpectedPort[];
  readonly unexpected: Mode;
  readonly missing: Mode;
  /** Whether IPv4 and IPv6 have to show the same. */
  readonly isParityAsked: boolean;
  readonly waivers: readonly PolicyWaiver[];
  readonly at: Anchor;
}

/** What was agreed: which hosts may be asked, and what should answer there. */
export interface Policy {
  readonly path: string;
  readonly allow: readonly Prefix[];
  readonly authorities: readonly Authority[];
  readonly hosts: readonly PolicyHost[];
  /** The servers that may answer on an interface; null: nobody looks. */
  readonly dhcp: { readonly interface: string; readonly servers: readonly string[] } | null;
  /** Zones whose transfer is tried. */
  readonly zones: readonly string[];
  /** Name that resolvers are asked for. */
  readonly queryName: string | null;
  /** `netns`: this machine is looked at from a temporary namespace beside it. */
  readonly vantage: 'direct' | 'netns';
  /** Ports that are looked at besides the usual and the expected ones. */
  readonly include: readonly PortRangeOf[];
  /** Ports that are never asked. */
  readonly exclude: readonly PortRangeOf[];
  /** The least severity of an exposure that makes the audit fail. */
  readonly failOn: Severity;
  /** Where the list of hosts stands: for what belongs to no host. */
  readonly at: Anchor;
}

/** Larger than any list of one's own hosts, and read at once. */
export const MAX_POLICY_BYTES = 1024 * 1024;
