import type { Severity } from '../../findings/finding.ts';
import type { Exposure } from '../exposure.ts';
import type { Ownership } from '../snapshot.ts';

/** A process that held a port. Its command line is not kept: people write passwords into them. */
export interface RecordedProcess {
  /** For people to find it in a log; a process is recognised by name and executable. */
  readonly pid: number;
  readonly name: string;
  readonly executable: string | null;
  /** Effective uid. */
  readonly uid: number | null;
  readonly user: string | null;
  /** systemd unit. */
  readonly unit: string | null;
  readonly container: string | null;
  /** ISO time. */
  readonly started: string | null;
}

/** What waited for others on a port: the sockets of one port that processes of the same program held. */
export interface RecordedListener {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** In a fixed order, so that two of them can be compared. */
  readonly addresses: readonly string[];
  /** The farthest reaching of them. */
  readonly exposure: Exposure;
  readonly owner: Ownership;
  /** By pid; empty unless the owner is visible. */
  readonly processes: readonly RecordedProcess[];
  /** User of the socket, which the kernel tells everybody. */
  readonly uid: number;
  readonly user: string | null;
  /** What the port is known for. */
  readonly service: string | null;
  /** A UDP socket that most likely waits for an answer and serves nobody. */
  readonly probablyClient: boolean;
  /** The worst that was found on it. */
  readonly finding: { readonly id: string; readonly severity: Severity; readonly title: string } | null;
}

/** What was seen in full. Where it was not, a listener that is missing proves nothing. */
export interface RecordedCompleteness {
  /** Every socket of the transport. */
  readonly tcp: boolean;
  readonly udp: boolean;
  /** The owner of every socket that has one. */
  readonly owners: boolean;
}

/** What listened on a machine at a moment. */
export interface Recorded {
  /** ISO time. */
  readonly generatedAt: string;
  readonly host: string;
  readonly completeness: RecordedCompleteness;
  readonly listeners: readonly RecordedListener[];
}

const SEPARATOR = '\u0000';

/** By which the holders of two listeners are the same: programs, not pids. The user where the processes are hidden. */
export function holderKey(listener: Pick<RecordedListener, 'processes' | 'uid'>): string {
  if (listener.processes.length === 0) return `uid ${listener.uid}`;
  return sortedSet(listener.processes.map(({ name, executable }) => `${name}${SEPARATOR}${executable ?? ''}`)).join(
    SEPARATOR,
  );
}

/** Each text once, in the order of its code units, which is the same on every machine. */
export function sortedSet(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
}

/** `6379/tcp` */
export function portOf({ port, transport }: Pick<RecordedListener, 'port' | 'transport'>): string {
  return `${port}/${transport}`;
}
