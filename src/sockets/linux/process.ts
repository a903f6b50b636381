import type { ProcessInfo } from '../process-info.ts';
import { parseCgroup } from './cgroup.ts';
import { nameContainer } from './container-name.ts';
import type { ProcFs } from './proc-fs.ts';

const DELETED = ' (deleted)';

/** Everything about a process; null when it is gone. */
export function readProcess(fs: ProcFs, pid: number): ProcessInfo | null {
  const stat = parseStat(fs.read(`proc/${pid}/stat`) ?? '');
  if (stat === null) return null;
  const target = fs.link(`proc/${pid}/exe`);
  const command = fs.read(`proc/${pid}/cmdline`);
  return {
    pid,
    name: stat.name,
    parent: stat.parent,
    uid: parseEffectiveUid(fs.read(`proc/${pid}/status`) ?? ''),
    command: command === null || command === '' ? null : command.replace(/\0+$/, '').replaceAll('\0', ' '),
    startedAs: command === null || command === '' ? null : (command.split('\0', 1)[0] ?? null),
    executable: target?.endsWith(DELETED) === true ? target.slice(0, -DELETED.length) : target,
    executableDeleted: target?.endsWith(DELETED) === true,
    startTicks: stat.startTicks,
    ...nameContainer(fs, parseCgroup(fs.read(`proc/${pid}/cgroup`) ?? '')),
  };
}

/** The kernel's name of a process alone, at a tenth of the cost; null when it is gone. */
export function readProcessName(fs: ProcFs, pid: number): string | null {
  return parseStat(fs.read(`proc/${pid}/stat`) ?? '')?.name ?? null;
}

/**
 * When it started, in clock ticks after boot; null when it is gone. One that has ended, and stays in the table until its
 * parent asks how (state Z, proc(5)), is gone too: it holds nothing any more and hears no signal. Only where its threads
 * have ended with it, though: the files are theirs as well, and are closed by the last (kernel/exit.c, exit_files).
 */
export function readStartTicks(fs: ProcFs, pid: number): number | null {
  const stat = parseStat(fs.read(`proc/${pid}/stat`) ?? '');
  if (stat === null || stat.state === 'X') return null;
  return stat.state === 'Z' && (stat.threads ?? 1) <= 1 ? null : stat.startTicks;
}

/** The folder a process works in; null when it is gone or this user may not see it. */
export function readWorkingFolder(fs: ProcFs, pid: number): string | null {
  return fs.link(`proc/${pid}/cwd`);
}

interface ProcessStat {
  readonly name: string;
  /** One letter, such as R, S or Z. */
  readonly state: string;
  readonly parent: number | null;
  readonly threads: number | null;
  readonly startTicks: number | null;
}

/**
 * Fields of /proc/PID/stat (proc(5)). The name stands in brackets and may itself hold brackets and spaces, so the
 * fields after it are counted from the last closing one.
 */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open === -1 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const number = (at: number): number | null => {
    const value = Number(fields[at] ?? '');
    return fields[at] === undefined || fields[at] === '' || Number.isNaN(value) ? null : value;
  };
  return {
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parent: number(1),
    threads: number(17),
    startTicks: number(19),
  };
}

export function parseEffectiveUid(status: string): number | null {
  const match = /^Uid:\s+\d+\s+(\d+)/m.exec(status);
  return match === null ? null : Number(match[1]);
}
