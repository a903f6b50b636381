/** Commands of SMTP (RFC 5321 4.1) as lines: `RCPT TO:<...>`. Lines of the mail itself are not kept. */
import type { Payload } from '../../payload.ts';
import { commandsOf } from './text.ts';

const COMMAND = /^(?:EHLO|HELO|MAIL FROM:|RCPT TO:|DATA$|RSET|VRFY|EXPN|HELP|NOOP|QUIT|STARTTLS|AUTH|BDAT|ETRN|TURN)/i;

export function readSmtp(bytes: Uint8Array, start: number, end: number): Payload | null {
  // The word behind AUTH's mechanism is a secret.
  const commands = commandsOf(bytes, start, end, COMMAND).map((line) =>
    /^auth /i.test(line) ? line.split(' ').slice(0, 2).join(' ') : line,
  );
  return commands.length === 0 ? null : { 'smtp.command': commands };
}
