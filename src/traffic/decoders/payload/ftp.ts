/** Commands of FTP (RFC 959 4.1) as lines: `USER anonymous`. Of a password only that there was one. */
import type { Payload } from '../../payload.ts';
import { commandsOf } from './text.ts';

const COMMAND = /^[A-Za-z]{3,4}(?: |$)/;

export function readFtp(bytes: Uint8Array, start: number, end: number): Payload | null {
  const commands = commandsOf(bytes, start, end, COMMAND).map((line) => (/^pass /i.test(line) ? 'PASS' : line));
  return commands.length === 0 ? null : { 'ftp.command': commands };
}
