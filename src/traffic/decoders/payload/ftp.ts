/** Commands of FTP (RFC 959 4.1) as lines: `USER anonymous`. Of a password only that there was one. */
import type { Payload } from '../../payload.ts';
import { linesOf } from './text.ts';

const COMMAND = /^[A-Za-z]{3,4}(?: |$)/;

export function readFtp(bytes: Uint8Array, start: number, end: number): Payload | null {
  const commands = linesOf(bytes, start, end)
    .filter((line) => COMMAND.test(line))
    .map((line) => (/^pass /i.test(line) ? 'PASS' : line));
  return commands.length === 0 ? null : { 'ftp.command': commands };
}
