import { latin1 } from '../text/latin1.ts';

/** Longest text of a payload that is kept. */
const MAX_TEXT = 100;
const MAX_COMMANDS = 16;
const CONTROLS = /[\0-\x1f\x7f-\x9f]/g;

/** Bytes as Latin-1, at most 100 characters, control characters as `?`. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return latin1(bytes, start, Math.min(end, start + MAX_TEXT)).replace(CONTROLS, '?');
}

/** The first line, without its end. */
export function lineOf(bytes: Uint8Array, start: number, end: number): string {
  const stop = find(bytes, 0x0a, start, end);
  return textOf(bytes, start, stop > start && bytes[stop - 1] === 0x0d ? stop - 1 : stop);
}

/**
 * Lines that are commands, from the start of a segment on: a client sends several at once, but a segment that begins
 * with something else is data (the text of a mail). The last line may lack its end.
 */
export function commandsOf(bytes: Uint8Array, start: number, end: number, command: RegExp): string[] {
  const commands: string[] = [];
  for (let at = start; at < end && commands.length < MAX_COMMANDS;) {
    if (!isLetter(bytes[at] ?? 0)) break;
    const line = lineOf(bytes, at, end);
    if (!command.test(line)) break;
    commands.push(line);
    at = find(bytes, 0x0a, at, end) + 1;
  }
  return commands;
}

/** Where the byte `value` is first; `end` where it is not. (`indexOf` would search all packets behind this one.) */
export function find(bytes: Uint8Array, value: number, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== value) at++;
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
