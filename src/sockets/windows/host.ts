import { MAX_PORT, type PortRange } from '../../net/port.ts';
import type { Command } from '../commands/command.ts';
import type { HostFacts } from '../host-facts.ts';
import { systemProgram } from './system-folder.ts';

/** Windows has a range for each family and transport; they differ only where somebody changed one. */
export function dynamicPortCommand(systemRoot: string | undefined): Command {
  return { file: systemProgram(systemRoot, 'netsh.exe'), args: ['int', 'ipv4', 'show', 'dynamicport', 'tcp'] };
}

export function excludedPortCommand(systemRoot: string | undefined): Command {
  return { file: systemProgram(systemRoot, 'netsh.exe'), args: ['int', 'ipv4', 'show', 'excludedportrange', 'tcp'] };
}

export function describeHost(dynamic: string, excluded: string): HostFacts {
  return {
    ephemeral: parseDynamicPorts(dynamic),
    reserved: parseExcludedPorts(excluded),
    bindV6Only: null, // a choice of each program: the system has no setting for it
    maxAcceptQueue: null,
    // Processes start by the calendar, so their ticks are counted from the epoch and not from boot.
    bootTime: 0,
    users: new Map(),
  };
}

/** The first port and the number of ports: the two lines that end in a number, whatever stands before them. */
export function parseDynamicPorts(text: string): PortRange | null {
  const numbers: number[] = [];
  for (const line of text.split(/\r?\n/)) {
    const digits = /(?:^|\D)(\d{1,5})\s*$/.exec(line)?.[1];
    if (digits !== undefined) numbers.push(Number(digits));
  }
  const [from, count] = numbers;
  if (from === undefined || count === undefined || numbers.length !== 2 || count === 0) return null;
  const to = from + count - 1;
  return to > MAX_PORT ? null : { from, to };
}

/** Ranges that Windows keeps for itself (Hyper-V, WinNAT): bind is refused there with nothing listening. */
export function parseExcludedPorts(text: string): PortRange[] {
  const ranges: PortRange[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/.exec(line);
    const from = Number(match?.[1]);
    const to = Number(match?.[2]);
    if (match !== null && from <= to && to <= MAX_PORT) ranges.push({ from, to });
  }
  return ranges;
}
