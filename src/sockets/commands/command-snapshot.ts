import type { HostFacts } from '../host-facts.ts';
import { OwnerIndex } from '../owner-index.ts';
import type { ProcessInfo } from '../process-info.ts';
import type { Completeness, Snapshot, SnapshotRequest, TableReading } from '../snapshot.ts';
import { isListeningState, NO_UID, SocketTable } from '../socket-table.ts';
import { SYN_RECV, TIME_WAIT } from '../state.ts';
import type { Command, CommandResult } from './command.ts';
import type { SocketRecord } from './socket-record.ts';

/** What a backend found out by its commands. */
export interface Findings {
  readonly records: readonly SocketRecord[];
  readonly tables: readonly TableReading[];
  /** Names of the commands that were asked. */
  readonly commands: readonly string[];
  readonly processes: Completeness['processes'];
}

/** What is asked only when somebody wants to know. */
export interface LazyFacts {
  host(): HostFacts;
  process(pid: number): ProcessInfo | null;
  processName(pid: number): string | null;
}

/** Puts what commands said into a Snapshot. Rows keep their order: the same socket twice is two sockets (SO_REUSEPORT). */
export function buildSnapshot(found: Findings, facts: LazyFacts, request: SnapshotRequest, takenAt: Date): Snapshot {
  const wanted = found.records.filter((record) => isWanted(record, request));
  const table = new SocketTable(wanted.length);
  const owners = request.owners ? new OwnerIndex(wanted.length) : null;
  for (const record of wanted) {
    const row = table.add({
      kind: record.kind,
      state: record.state,
      local: [...record.local],
      localPort: record.localPort,
      remote: [...record.remote],
      remotePort: record.remotePort,
      receiveQueue: record.receiveQueue,
      sendQueue: record.sendQueue,
      uid: record.uid ?? NO_UID,
      // These systems have no inodes. A number of its own says that somebody can hold the socket; it is never shown.
      inode: isNobodys(record) ? 0 : table.length + 1,
    });
    for (const { pid, fd } of record.owners) owners?.add(row, pid, fd);
  }
  let host: HostFacts | null = null;
  return {
    takenAt,
    namespace: null,
    table,
    owners,
    get host() {
      return (host ??= facts.host());
    },
    completeness: {
      backend: 'commands',
      tables: found.tables,
      repeated: 0,
      processes: request.owners ? found.processes : null,
      readBy: { commands: found.commands, verified: 'recordings' },
    },
    process: (pid) => facts.process(pid),
    processName: (pid) => facts.processName(pid),
  };
}

function isWanted({ kind, state }: SocketRecord, request: SnapshotRequest): boolean {
  if (!(kind < 2 ? request.tcp : request.udp) || !((kind & 1) === 0 ? request.ipv4 : request.ipv6)) return false;
  return !request.listeningOnly || isListeningState(kind, state);
}

/** Nobody holds it: what is left of a connection, or a handshake under way. */
function isNobodys({ kind, state, owners }: SocketRecord): boolean {
  return kind < 2 && owners.length === 0 && (state === TIME_WAIT || state === SYN_RECV);
}

/** How the reading of a command's output went. */
export function readingOf(name: string, result: CommandResult, rows: number, skipped: number): TableReading {
  const { failure, exitCode, stdout } = result;
  if (failure !== null) return { name, rows, skipped, failure };
  const message = `it ended with exit code ${exitCode} and printed nothing`;
  const isSilent = exitCode !== 0 && stdout.trim() === '';
  return { name, rows, skipped, failure: isSilent ? { reason: 'other', message } : null };
}

/** The command as a person would type it, without its folder: `netstat -anv`. */
export function commandName({ file }: Command): string {
  return (file.split(/[/\\]/).at(-1) ?? file).replace(/\.exe$/i, '');
}

/** All that is known of a process where the system's list of processes could not be read. */
export function namelessProcess(pid: number, name = '?'): ProcessInfo {
  const nothing = {
    parent: null,
    uid: null,
    command: null,
    executable: null,
    startTicks: null,
    unit: null,
    startedAs: null,
    container: null,
  };
  return { pid, name, executableDeleted: false, ...nothing };
}
