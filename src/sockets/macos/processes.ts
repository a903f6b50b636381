import type { ProcessInfo } from '../process-info.ts';
import type { Command, Parsed } from '../commands/command.ts';

/** Columns that hold no blanks first: then the path, which may. `lstart` is in the C locale, which the runner sets. */
export const PS: Command = { file: '/bin/ps', args: ['-axww', '-o', 'pid=,ppid=,uid=,lstart=,comm='] };

/** The arguments, which cost more and are wanted by few. */
export const PS_ARGUMENTS: Command = { file: '/bin/ps', args: ['-axww', '-o', 'pid=,args='] };

const PROCESS = /^\s*(\d+)\s+(\d+)\s+(-?\d+)\s+\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)\s+(\d{4})\s+(.+)$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const TICKS_PER_SECOND = 100;

/** Reads `ps -o pid=,ppid=,uid=,lstart=,comm=`. Start ticks count from the epoch, as HostFacts.bootTime does here. */
export function parseProcesses(text: string): Parsed<ProcessInfo> {
  const rows: ProcessInfo[] = [];
  let skipped = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const match = PROCESS.exec(line);
    if (match === null) {
      skipped++;
      continue;
    }
    const [, pid, parent, uid, month = '', day, hours, minutes, seconds, year, path = ''] = match;
    const at = new Date(
      Number(year),
      MONTHS.indexOf(month) / 3,
      Number(day),
      Number(hours),
      Number(minutes),
      Number(seconds),
    );
    const command = path.trimEnd();
    rows.push({
      pid: Number(pid),
      name: command.slice(command.lastIndexOf('/') + 1) || command,
      parent: Number(parent),
      uid: Number(uid) >>> 0, // nobody is -2
      command: null,
      executable: command.startsWith('/') ? command : null,
      executableDeleted: false,
      startTicks: Number.isNaN(at.getTime()) ? null : (at.getTime() / 1000) * TICKS_PER_SECOND,
      unit: null,
      startedAs: null,
      container: null,
    });
  }
  return { rows, skipped };
}

/** Reads `ps -o pid=,args=`: arguments by pid. */
export function parseArguments(text: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(\d+)\s+(.+)$/.exec(line);
    if (match !== null) found.set(Number(match[1]), (match[2] ?? '').trimEnd());
  }
  return found;
}
