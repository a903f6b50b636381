import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { CliError, EXIT, PassedOn } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

/** What other processes send to end or to steer a program. */
const PASSED_ON: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'];

/** What keys send, to every process in front of the terminal: there the command gets it without our help, and once. */
const KEYS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** What shells answer for a command that is not there, and for one that cannot be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

/**
 * Runs a command with our own input and output to its end. Always throws: PassedOn with the command's exit code, or with
 * 128 and the number of the signal that ended it, as shells say it.
 */
export async function runCommand([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<never> {
  if (program === '') throw new CliError(EXIT.usage, 'the command behind -- is empty');
  let child: ChildProcess | null = null;
  const fromKeys = [0, 1, 2].some((descriptor) => isatty(descriptor));
  // Before the command starts: a signal that comes meanwhile must not end us without it.
  let early: NodeJS.Signals | null = null;
  const passOn = (signal: NodeJS.Signals): void => {
    if (child === null) early = signal;
    else child.kill(signal);
  };
  for (const signal of PASSED_ON) process.on(signal, passOn);
  for (const signal of KEYS) process.on(signal, fromKeys ? ignore : passOn);
  child = spawn(program, args, { stdio: 'inherit', env });
  if (early !== null) child.kill(early);
  const [code, signal] = (await once(child, 'exit').catch((error: unknown) => notStarted(program, error))) as [
    number | null,
    NodeJS.Signals | null,
  ];
  throw new PassedOn(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
}

function ignore(): void {
  // The command got it too, and decides; we end with it.
}

function notStarted(program: string, error: unknown): [code: number, signal: null] {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'there is no such command' : String(code);
  process.stderr.write(`portolan: "${printable(program)}" cannot be started: ${why}\n`);
  return [code === 'ENOENT' ? NOT_FOUND : NOT_RUNNABLE, null];
}
