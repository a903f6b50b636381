import type { Command } from '../commands/command.ts';
import { systemProgram } from './system-folder.ts';

/**
 * One script as PowerShell runs it: no profile, no questions, stopped by the first error, and UTF-8 without a mark, for
 * its own choice is the code page of the console. No double quotes: they would need three ways of escaping.
 */
export function powerShell(systemRoot: string | undefined, script: string): Command {
  const prefix =
    "$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue';[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false;";
  return {
    file: systemProgram(systemRoot, String.raw`WindowsPowerShell\v1.0\powershell.exe`),
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', prefix + script],
  };
}

/** An array also of one object or none; words would be translated, numbers are not. */
const asJson = (objects: string): string => `ConvertTo-Json -Compress -InputObject @(${objects})`;

export const TCP_SCRIPT = asJson(
  "Get-NetTCPConnection -ErrorAction SilentlyContinue|Select-Object LocalAddress,LocalPort,RemoteAddress,RemotePort,@{n='State';e={[int]$_.State}},OwningProcess",
);

export const UDP_SCRIPT = asJson(
  'Get-NetUDPEndpoint -ErrorAction SilentlyContinue|Select-Object LocalAddress,LocalPort,OwningProcess',
);

export const PROCESS_SCRIPT = asJson(
  "Get-CimInstance Win32_Process|Select-Object ProcessId,ParentProcessId,Name,ExecutablePath,CommandLine,@{n='Started';e={if($_.CreationDate){$_.CreationDate.ToUniversalTime().ToString('o')}}}",
);

/** One object of a JSON answer. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The objects of `... | ConvertTo-Json`: an array, one object alone (a list of one), nothing (a list of none), or
 * `{"value": [...], "Count": n}`, into which Windows PowerShell 5.1 wraps some arrays. Null when it is no JSON.
 */
export function parseJsonObjects(text: string): readonly unknown[] | null {
  const bare = text.replace(/^\uFEFF/, '').trim();
  if (bare === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    return null;
  }
  if (isObject(value) && Array.isArray(value['value']) && 'Count' in value) value = value['value'];
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number, also as text; null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff ? number : null;
}
