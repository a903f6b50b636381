import type { Command, CommandRunner, Parsed } from '../commands/command.ts';
import {
  buildSnapshot,
  commandName,
  namelessProcess,
  readingOf,
  type LazyFacts,
} from '../commands/command-snapshot.ts';
import type { SocketRecord } from '../commands/socket-record.ts';
import type { ProcessInfo } from '../process-info.ts';
import type { Snapshot, SnapshotRequest, TableReading } from '../snapshot.ts';
import { describeHost, dynamicPortCommand, excludedPortCommand } from './host.ts';
import { parseTcpConnections, parseUdpEndpoints } from './net-tables.ts';
import { netstatCommand, parseNetstat } from './netstat.ts';
import { powerShell, PROCESS_SCRIPT, TCP_SCRIPT, UDP_SCRIPT } from './powershell.ts';
import { parseProcesses, parseTaskList, taskListCommand } from './processes.ts';

export interface WindowsSystem {
  readonly run: CommandRunner;
  /** %SystemRoot%. */
  readonly systemRoot: string | undefined;
  readonly now: () => Date;
}

const TABLES = [
  { transport: 'tcp', name: 'Get-NetTCPConnection', script: TCP_SCRIPT, parse: parseTcpConnections },
  { transport: 'udp', name: 'Get-NetUDPEndpoint', script: UDP_SCRIPT, parse: parseUdpEndpoints },
] as const;

/**
 * Reads the sockets of Windows from PowerShell's objects; from netstat where those are not to be had (a policy, Nano
 * Server) or do not say who owns a connection (Server 2012 R2). Verified from recordings only.
 */
export function takeWindowsSnapshot(system: WindowsSystem, request: SnapshotRequest): Snapshot {
  const { run, systemRoot, now } = system;
  const records: SocketRecord[] = [];
  const tables: TableReading[] = [];
  const read = (name: string, command: Command, parse: (text: string) => Parsed<SocketRecord>): boolean => {
    const result = run(command);
    const { rows, skipped } = parse(result.stdout);
    const reading = readingOf(name, result, rows.length, skipped);
    const isUseful = reading.failure === null && skipped <= rows.length && (!request.owners || saysOwners(rows));
    if (isUseful) {
      records.push(...rows);
      tables.push(reading);
    }
    return isUseful;
  };

  const wanted = TABLES.filter(({ transport }) => request[transport]);
  const isPowerShell = wanted.every(({ name, script, parse }) => read(name, powerShell(systemRoot, script), parse));
  if (!isPowerShell) {
    records.length = 0;
    tables.length = 0;
    const result = run(netstatCommand(systemRoot));
    const { rows, skipped } = parseNetstat(result.stdout);
    records.push(...rows);
    tables.push(readingOf('netstat', result, rows.length, skipped));
  }
  const pids = new Set(records.flatMap(({ owners }) => owners.map(({ pid }) => pid)));
  return buildSnapshot(
    {
      records,
      tables,
      commands: isPowerShell ? wanted.map(({ name }) => name) : [commandName(netstatCommand(systemRoot))],
      processes: { readable: pids.size, denied: 0, othersHidden: false, asRoot: false },
    },
    new WindowsFacts(system),
    request,
    now(),
  );
}

/** A table without a single owner comes from a PowerShell that does not have the property. */
function saysOwners(rows: readonly SocketRecord[]): boolean {
  return rows.length === 0 || rows.some(({ owners }) => owners.length > 0);
}

/** Processes and settings, asked for once and only when wanted. */
class WindowsFacts implements LazyFacts {
  readonly #system: WindowsSystem;
  #known: ReadonlyMap<number, ProcessInfo> | null = null;

  constructor(system: WindowsSystem) {
    this.#system = system;
  }

  host(): ReturnType<typeof describeHost> {
    const { run, systemRoot } = this.#system;
    return describeHost(run(dynamicPortCommand(systemRoot)).stdout, run(excludedPortCommand(systemRoot)).stdout);
  }

  process(pid: number): ProcessInfo | null {
    const processes = this.#processes();
    return processes.get(pid) ?? (processes.size === 0 ? namelessProcess(pid) : null);
  }

  processName(pid: number): string | null {
    return this.process(pid)?.name ?? null;
  }

  #processes(): ReadonlyMap<number, ProcessInfo> {
    if (this.#known !== null) return this.#known;
    const { run, systemRoot } = this.#system;
    let { rows } = parseProcesses(run(powerShell(systemRoot, PROCESS_SCRIPT)).stdout);
    if (rows.length === 0) ({ rows } = parseTaskList(run(taskListCommand(systemRoot)).stdout));
    return (this.#known = new Map(rows.map((process) => [process.pid, process])));
  }
}
