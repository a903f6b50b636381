/** What the lab knows of its servers and the audit has to find out. Words only; nothing here starts anything. */

import type { Verdict } from '../../src/audit/check.ts';
import type { CheckId } from '../../src/audit/checks/all.ts';

export type Transport = 'tcp' | 'udp';

export type { CheckId };

export type { Verdict };

/**
 * The right verdicts as seen from outside. From inside a check may say the same or `inconclusive`: several of these
 * servers trust loopback or the host's own address. `exposed` where this says `not-exposed` is wrong from anywhere.
 */
export type ExpectedVerdicts = Readonly<Partial<Record<CheckId, Verdict>>>;

/** One port a server answers on, and what is really behind it. */
export interface LabService {
  readonly port: number;
  readonly transport: Transport;
  /** IANA's service name, or the protocol's usual name where the port is not its own. */
  readonly service: string;
  /** Name of the product; null for our own stubs and servers that are no product. */
  readonly product: string | null;
  /** Debian package whose version is the product's; null where the version is not to be seen from outside. */
  readonly versionFrom: string | null;
}

/** The version of upstream in a version of Debian: `1:2.3.19.1+dfsg1-2.1+deb12u7` is 2.3.19.1. */
export function upstreamVersion(debianVersion: string): string {
  const withoutEpoch = debianVersion.slice(debianVersion.indexOf(':') + 1);
  const revision = withoutEpoch.lastIndexOf('-');
  const upstream = revision === -1 ? withoutEpoch : withoutEpoch.slice(0, revision);
  return upstream.split(/[+~]/u, 1)[0] ?? upstream;
}
