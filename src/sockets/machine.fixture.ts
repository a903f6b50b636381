import { netTable, type RowText } from './linux/net-row.fixture.ts';
import { RecordedProcFs, statLine, type RecordedProcess } from './linux/recorded-proc-fs.fixture.ts';
import { takeLinuxSnapshot } from './linux/snapshot.ts';
import { EVERYTHING, type Snapshot, type SnapshotRequest } from './snapshot.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');
export const LISTEN = 10;
export const ESTABLISHED = 1;
export const TIME_WAIT = 6;
export const CLOSE_WAIT = 8;
/** A UDP socket without a peer. */
export const UNCONNECTED = 7;

/** A process that holds sockets, as a test speaks of it. */
export interface Holder {
  readonly pid: number;
  readonly name: string;
  /** Inodes of the sockets it holds. */
  readonly holds?: readonly number[];
  readonly uid?: number;
  readonly command?: string;
  readonly exe?: string;
  readonly unit?: string;
  readonly startTicks?: number;
  /** Process 1 when absent. */
  readonly parent?: number;
}

/** A machine of which a test says only what matters to it. */
export interface Machine {
  readonly tcp?: readonly RowText[];
  readonly tcp6?: readonly RowText[];
  readonly udp?: readonly RowText[];
  readonly udp6?: readonly RowText[];
  readonly processes?: readonly Holder[];
  /** Pids whose descriptors this user may not see. */
  readonly closed?: readonly number[];
  /** `{ 'ipv4/ip_local_port_range': '32768 60999' }`, under /proc/sys/net. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Login names by uid. */
  readonly users?: Readonly<Record<number, string>>;
  readonly bootTime?: number;
}

/** Without it a machine looks like one that hides its processes. */
const INIT: Holder = { pid: 1, name: 'init', uid: 0 };

/** The machine, and a process 1 that holds nothing. */
export function recordMachine(machine: Machine): RecordedProcFs {
  const fs = new RecordedProcFs();
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const)
    fs.file(`proc/net/${name}`, netTable(machine[name] ?? []));
  for (const holder of [INIT, ...(machine.processes ?? [])]) fs.process(holder.pid, processText(holder));
  for (const pid of machine.closed ?? []) fs.process(pid, {}).fail(`proc/${pid}/fd`, 'denied');
  for (const [path, value] of Object.entries(machine.settings ?? {})) fs.file(`proc/sys/net/${path}`, `${value}\n`);
  const users = Object.entries(machine.users ?? {}).map(([uid, name]) => `${name}:x:${uid}:${uid}::/:/bin/sh\n`);
  fs.file('etc/passwd', users.join(''));
  if (machine.bootTime !== undefined) fs.file('proc/stat', `cpu  0 0 0\nbtime ${machine.bootTime}\n`);
  return fs;
}

export function snapshotOf(machine: Machine, request: Partial<SnapshotRequest> = {}): Snapshot {
  const system = { fs: recordMachine(machine), littleEndian: true, asRoot: false, now: () => NOW };
  return takeLinuxSnapshot(system, { ...EVERYTHING, ...request });
}

function processText(holder: Holder): RecordedProcess {
  const { pid, name, holds = [], uid = 1000, command = name, startTicks = 0, parent = 1 } = holder;
  return {
    stat: statLine(pid, name, parent, startTicks),
    status: `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    cmdline: `${command.replaceAll(' ', '\0')}\0`,
    cgroup: holder.unit === undefined ? '0::/\n' : `0::/system.slice/${holder.unit}\n`,
    fds: Object.fromEntries(holds.map((inode, index) => [index + 3, `socket:[${inode}]`])),
    exe: holder.exe ?? `/usr/bin/${name}`,
  };
}
