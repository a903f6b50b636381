import type { ProcessInfo } from '../process-info.ts';
import type { Completeness, Snapshot, SnapshotRequest, TableReading } from '../snapshot.ts';
import type { CommandRunner } from '../commands/command.ts';
import {
  buildSnapshot,
  commandName,
  namelessProcess,
  readingOf,
  type LazyFacts,
} from '../commands/command-snapshot.ts';
import type { SocketRecord } from '../commands/socket-record.ts';
import { describeHost, DSCL, SYSCTL } from './host.ts';
import { LSOF, parseLsof, type LsofOutput } from './lsof.ts';
import { mergeSockets } from './merge.ts';
import { netstatCommand, parseNetstat } from './netstat.ts';
import { parseArguments, parseProcesses, PS, PS_ARGUMENTS } from './processes.ts';

export interface MacSystem {
  readonly run: CommandRunner;
  /** Effective uid of this program. */
  readonly uid: number;
  readonly now: () => Date;
}

/** Reads the sockets of macOS from netstat, and who holds them from lsof and ps. Verified from recordings only. */
export function takeMacSnapshot({ run, uid, now }: MacSystem, request: SnapshotRequest): Snapshot {
  const tables: TableReading[] = [];
  const records: SocketRecord[] = [];
  for (const protocol of ['tcp', 'udp'] as const) {
    if (!request[protocol]) continue;
    const command = netstatCommand(protocol);
    const result = run(command);
    const { rows, skipped } = parseNetstat(result.stdout);
    tables.push(readingOf(`${commandName(command)} ${protocol}`, result, rows.length, skipped));
    records.push(...rows);
  }
  const hasAll = tables.every(({ failure }) => failure === null);
  // Without netstat, lsof is all there is, also for those who do not ask for owners.
  const lsof = request.owners || !hasAll ? runLsof(run, uid, hasAll, tables) : null;
  const processes = new MacProcesses(run, lsof?.names ?? new Map<number, string>());
  return buildSnapshot(
    {
      records: mergeSockets(records, lsof?.rows ?? []).map((record) => withUser(record, request, processes)),
      tables,
      commands: lsof === null ? ['netstat'] : ['netstat', 'lsof'],
      processes: lsof === null ? null : countProcesses(lsof, uid, processes),
    },
    processes,
    request,
    now(),
  );
}

function runLsof(run: CommandRunner, uid: number, hasAll: boolean, tables: TableReading[]): LsofOutput {
  const result = run(LSOF);
  const output = parseLsof(result.stdout);
  // It ends with 1 when it found nothing, which is an answer (lsof(8), DIAGNOSTICS).
  const reading = readingOf('lsof', { ...result, exitCode: 0 }, output.rows.length, output.skipped);
  const partial = { reason: 'denied', message: 'without root it shows the sockets of your own processes only' };
  tables.push(!hasAll && uid !== 0 && reading.failure === null ? { ...reading, failure: partial } : reading);
  return output;
}

/** netstat does not say whose a socket is; the user of its process is the next best. */
function withUser(record: SocketRecord, request: SnapshotRequest, processes: MacProcesses): SocketRecord {
  const [owner] = record.owners;
  if (record.uid !== null || owner === undefined || !request.owners) return record;
  return { ...record, uid: processes.known().get(owner.pid)?.uid ?? null };
}

function countProcesses(lsof: LsofOutput, uid: number, processes: MacProcesses): Completeness['processes'] {
  const closed = uid === 0 ? [] : [...processes.known().values()].filter((process) => process.uid !== uid);
  return { readable: lsof.names.size, denied: closed.length, othersHidden: false, asRoot: uid === 0 };
}

/** Processes by ps, which is asked once, and once more for arguments; and facts of the host. */
class MacProcesses implements LazyFacts {
  readonly #run: CommandRunner;
  /** What lsof calls them: all there is where ps fails. */
  readonly #names: ReadonlyMap<number, string>;
  #known: ReadonlyMap<number, ProcessInfo> | null = null;
  #arguments: ReadonlyMap<number, string> | null = null;

  constructor(run: CommandRunner, names: ReadonlyMap<number, string>) {
    this.#run = run;
    this.#names = names;
  }

  known(): ReadonlyMap<number, ProcessInfo> {
    return (this.#known ??= new Map(
      parseProcesses(this.#run(PS).stdout).rows.map((process): [number, ProcessInfo] => [process.pid, process]),
    ));
  }

  host(): ReturnType<typeof describeHost> {
    return describeHost(this.#run(SYSCTL).stdout, this.#run(DSCL).stdout);
  }

  process(pid: number): ProcessInfo | null {
    const process = this.known().get(pid) ?? this.#nameOnly(pid);
    if (process === null) return null;
    this.#arguments ??= parseArguments(this.#run(PS_ARGUMENTS).stdout);
    return { ...process, command: this.#arguments.get(pid) ?? null };
  }

  processName(pid: number): string | null {
    return this.known().get(pid)?.name ?? this.#nameOnly(pid)?.name ?? null;
  }

  #nameOnly(pid: number): ProcessInfo | null {
    const name = this.#names.get(pid);
    return name === undefined && this.known().size > 0 ? null : namelessProcess(pid, name);
  }
}
