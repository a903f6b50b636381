import type { ExpectedVerdicts, LabService, Transport } from './truth.ts';

/** A user the package's own installation would make. The lab's user database has these and the system's few. */
export interface LabUser {
  readonly name: string;
  /** The group of the user has the same name and number. */
  readonly uid: number;
  readonly home?: string;
  readonly shell?: string;
  /** Full name, room and telephone, as finger shows them. */
  readonly comment?: string;
  /** Hash as of crypt(5); without one nobody logs in by password. */
  readonly passwordHash?: string;
}

/** A file only the server sees. `{{address}}` in the text becomes the IPv4 address of the server's host. */
export interface LabFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Octal, `644` without. */
  readonly mode?: string;
}

/**
 * One server in one state: vulnerable (`-v`), hardened (`-h`) or between. It runs as root in a view of the file system of
 * its own, where its packages are installed and only /etc, /var, /run, /srv, /home, /root and /tmp can be written. All of
 * that is in memory and goes with it.
 */
export interface LabServer {
  readonly name: string;
  /** What is right or wrong with it, in one line. */
  readonly about: string;
  /** Debian packages; what they depend on comes with them. Empty for our own code. */
  readonly packages: readonly string[];
  readonly services: readonly LabService[];
  /** Ports it takes beside those of `services`. */
  readonly alsoTakes?: readonly string[];
  readonly users?: readonly LabUser[];
  /** Groups without a user: name and number. */
  readonly groups?: Readonly<Record<string, number>>;
  readonly files?: readonly LabFile[];
  /** Shell commands before the start, `set -e`. */
  readonly prepare?: string;
  /** Shell command that stays in the foreground. It finds ADDRESS, the address of its host, and for our own code NODE and CODE (the folder `lab`). */
  readonly start: string;
  /** In the small set that `npm test` runs. */
  readonly small?: boolean;
  /** What its log says when it answers, where its ports are there earlier. */
  readonly saysWhenReady?: RegExp;
  /** Seconds until its ports must be there; 20 without. */
  readonly readyWithin?: number;
  /** Answers over IPv4 only, by its protocol or because it cannot do otherwise. */
  readonly isIPv4Only?: boolean;
  readonly expect: ExpectedVerdicts;
}

/** The ports of a server as `21/tcp`, for finding a host where none of them is taken. */
export function portsOf({ services, alsoTakes = [] }: LabServer): string[] {
  return [...services.map(({ port, transport }) => `${port}/${transport}`), ...alsoTakes];
}

/** A service on TCP whose product and version can be told from outside. */
export function tcp(
  port: number,
  service: string,
  product: string | null = null,
  versionFrom: string | null = null,
): LabService {
  return describe(port, 'tcp', service, product, versionFrom);
}

export function udp(
  port: number,
  service: string,
  product: string | null = null,
  versionFrom: string | null = null,
): LabService {
  return describe(port, 'udp', service, product, versionFrom);
}

function describe(
  port: number,
  transport: Transport,
  service: string,
  product: string | null,
  versionFrom: string | null,
): LabService {
  return { port, transport, service, product, versionFrom };
}
