import { closeSync, openSync, readSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Context } from '../../context.ts';

const STDIN = 0;
const MAX_ANSWER_BYTES = 256;

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return isatty(STDIN);
}

/** Asks a question that only a yes answers. On stderr, where it is seen although the answer goes to a file. */
export function ask(question: string, { stdout, stderr }: Context): boolean {
  stdout.flush();
  stderr.write(`${question} [y/N] `);
  stderr.flush();
  // Opened anew: somebody may have set the descriptor of stdin to non-blocking.
  const terminal = openSync('/dev/tty', 'r');
  try {
    const bytes = Buffer.alloc(MAX_ANSWER_BYTES);
    const length = readSync(terminal, bytes, 0, bytes.length, null);
    return /^y(es)?$/i.test(bytes.toString('utf8', 0, length).trim());
  } finally {
    closeSync(terminal);
  }
}
