/**
 * Layer 1 of the knowledge base: what the IANA "Service Name and Transport Protocol Port Number Registry" says.
 * Total: every one of the 65,536 ports of every transport has exactly one entry.
 */

/** RFC 6335 section 6: System 0-1023, User 1024-49151, Dynamic (private, ephemeral) 49152-65535. */
export type PortClass = 'system' | 'user' | 'dynamic';

/**
 * - `assigned`: a record with a name, or with a description of a use ("any private mail system").
 * - `reserved`, `unassigned`: IANA says so in as many words.
 * - `de-registered`: IANA took it back (also its words Removed, Deprecated, De-commissioned).
 * - `dynamic`: 49152-65535, never assigned to anything (RFC 6335 section 6).
 * - `no-row`: below 49152, and the registry has no row for this port and transport.
 */
export type RegistryStatus = 'assigned' | 'reserved' | 'unassigned' | 'de-registered' | 'dynamic' | 'no-row';

/** One row of the registry as it applies to a port. Absent facts are absent, never empty strings. */
export interface RegistryRecord {
  readonly name?: string;
  readonly description?: string;
  /** `rfc6335`, `draft-…`, a URL, or the title of a document. People and contacts are left out. */
  readonly references?: readonly string[];
  /** ISO dates as IANA prints them. */
  readonly registered?: string;
  readonly modified?: string;
  readonly note?: string;
  /** IANA's report of use of the port without a registration. */
  readonly unauthorizedUse?: string;
  /** RFC 4340 section 8.1.2, DCCP only. */
  readonly serviceCode?: string;
}

/** What the registry says of a run of ports. */
export interface RegistryEntry {
  readonly status: RegistryStatus;
  /** Every name of the port in IANA's order: 80/tcp has three. */
  readonly names: readonly string[];
  /** Every row that covers the port, in IANA's order. */
  readonly records: readonly RegistryRecord[];
}

const LAST_SYSTEM_PORT = 1023;
const LAST_USER_PORT = 49_151;

/** The IANA class of a port number, the same in every transport. */
export function portClass(port: number): PortClass {
  if (port <= LAST_SYSTEM_PORT) return 'system';
  return port <= LAST_USER_PORT ? 'user' : 'dynamic';
}
