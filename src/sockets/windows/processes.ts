import type { Command, Parsed } from '../commands/command.ts';
import { namelessProcess } from '../commands/command-snapshot.ts';
import type { ProcessInfo } from '../process-info.ts';
import { isObject, numberOf, parseJsonObjects, textOf } from './powershell.ts';
import { systemProgram } from './system-folder.ts';

const TICKS_PER_SECOND = 100;

/** Names alone, where PowerShell is not to be had. */
export function taskListCommand(systemRoot: string | undefined): Command {
  return { file: systemProgram(systemRoot, 'tasklist.exe'), args: ['/fo', 'csv', '/nh'] };
}

/** Reads `Get-CimInstance Win32_Process` as JSON. Start ticks count from the epoch, as HostFacts.bootTime does here. */
export function parseProcesses(text: string): Parsed<ProcessInfo> {
  const objects = parseJsonObjects(text);
  if (objects === null) return { rows: [], skipped: 1 };
  const rows: ProcessInfo[] = [];
  for (const object of objects) {
    const pid = isObject(object) ? numberOf(object['ProcessId']) : null;
    const name = isObject(object) ? textOf(object['Name']) : null;
    if (!isObject(object) || pid === null || name === null) continue;
    rows.push({
      ...nameOnly(pid, name),
      parent: numberOf(object['ParentProcessId']),
      command: textOf(object['CommandLine']),
      executable: textOf(object['ExecutablePath']),
      startTicks: startTicksOf(object['Started'] ?? object['CreationDate']),
    });
  }
  return { rows, skipped: objects.length - rows.length };
}

/** Reads `tasklist /fo csv /nh`: the name and the process id are its first fields in every language. */
export function parseTaskList(text: string): Parsed<ProcessInfo> {
  const rows: ProcessInfo[] = [];
  let skipped = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const match = /^"([^"]+)","(\d{1,10})"/.exec(line);
    if (match === null) skipped++;
    else rows.push(nameOnly(Number(match[2]), match[1] ?? ''));
  }
  return { rows, skipped };
}

function nameOnly(pid: number, image: string): ProcessInfo {
  // What other systems call redis-server is redis-server.exe here.
  return namelessProcess(pid, image.replace(/\.exe$/i, ''));
}

/** An ISO time, or `/Date(1700000000000)/`, which Windows PowerShell 5.1 makes of a date. */
function startTicksOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const epoch = /^\/Date\((-?\d+)\)\/$/.exec(value)?.[1];
  const time = epoch === undefined ? Date.parse(value) : Number(epoch);
  return Number.isNaN(time) ? null : Math.floor((time / 1000) * TICKS_PER_SECOND);
}
