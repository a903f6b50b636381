import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIPv4, formatIPv6 } from '../../net/address.ts';
import { socketState } from '../state.ts';
import type { Command, CommandResult, CommandRunner } from './command.ts';
import type { SocketRecord } from './socket-record.ts';

/** Recorded output as the runner hands it over: bytes that are not UTF-8 stand as U+FFFD. */
export function recording(system: 'macos' | 'windows', name: string): string {
  return readFileSync(join(import.meta.dirname, '..', system, 'recordings', name)).toString('utf8');
}

/** A socket as ss would write it: `tcp LISTEN [::]:80 [::]:0 4711`. */
export function describeRecord(record: SocketRecord): string {
  const { kind, state, local, localPort, remote, remotePort, owners } = record;
  const transport = kind < 2 ? 'tcp' : 'udp';
  const address = (words: typeof local): string => ((kind & 1) === 0 ? formatIPv4(words[3]) : `[${formatIPv6(words)}]`);
  const pids = owners.map(({ pid, fd }) => (fd === -1 ? `${pid}` : `${pid}#${fd}`)).join(',') || '-';
  return `${transport} ${socketState(transport, state)} ${address(local)}:${localPort} ${address(remote)}:${remotePort} ${pids}`;
}

export const printed = (stdout: string, exitCode = 0): CommandResult => ({ stdout, exitCode, failure: null });

export const notInstalled: CommandResult = {
  stdout: '',
  exitCode: null,
  failure: { reason: 'not-installed', message: 'spawn ENOENT' },
};

/** A machine whose commands say what is recorded; the first entry whose words are all in the command line answers. */
export function recordedCommands(
  answers: readonly (readonly [words: string, result: CommandResult])[],
): CommandRunner & { readonly asked: string[] } {
  const asked: string[] = [];
  const run = (command: Command): CommandResult => {
    const line = [command.file, ...command.args].join(' ');
    asked.push(line);
    const answer = answers.find(([words]) => words.split(' ').every((word) => line.includes(word)));
    return answer?.[1] ?? notInstalled;
  };
  return Object.assign(run, { asked });
}

/** A Mac of which netstat, lsof and ps tell. */
export function recordedMac(): ReturnType<typeof recordedCommands> {
  const read = (name: string): CommandResult => printed(recording('macos', name));
  return recordedCommands([
    ['netstat tcp', read('netstat-sonoma.txt')],
    ['netstat udp', read('netstat-sierra-udp.txt')],
    ['lsof', read('lsof-generated.txt')],
    ['ps args', read('ps-arguments-generated.txt')],
    ['ps lstart', read('ps-generated.txt')],
    ['sysctl', read('sysctl-big-sur.txt')],
    ['dscl', read('dscl-generated.txt')],
  ]);
}

const windows = (name: string): CommandResult => printed(recording('windows', name));

/** A Windows with PowerShell. */
export function recordedWindows(): ReturnType<typeof recordedCommands> {
  return recordedCommands([
    ['powershell Get-NetTCPConnection', windows('get-nettcpconnection.json')],
    ['powershell Get-NetUDPEndpoint', windows('get-netudpendpoint.json')],
    ['powershell Win32_Process', windows('win32-process.json')],
    ['netsh dynamicport', windows('dynamicport-english.txt')],
    ['netsh excludedportrange', windows('excludedportrange-english.txt')],
  ]);
}

/** A German Windows whose PowerShell may not run. */
export function recordedGermanWindows(): ReturnType<typeof recordedCommands> {
  return recordedCommands([
    ['powershell', printed('', 1)],
    ['netstat', windows('netstat-ano-german.txt')],
    ['tasklist', windows('tasklist-german-cp850.txt')],
    ['netsh dynamicport', windows('dynamicport-german-cp850.txt')],
    ['netsh excludedportrange', windows('excludedportrange-spanish.txt')],
  ]);
}
