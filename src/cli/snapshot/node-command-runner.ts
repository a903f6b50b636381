import { spawnSync } from 'node:child_process';
import type { CommandFailure, CommandRunner } from '../../sockets/commands/command.ts';

export interface CommandLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

/**
 * PowerShell alone needs seconds to start on a cold machine; and what prints more than a hundred thousand sockets do is
 * no list of sockets.
 */
const LIMITS: CommandLimits = { milliseconds: 30_000, bytes: 64 * 1024 * 1024 };

const REASONS: Readonly<Record<string, CommandFailure>> = {
  ENOENT: 'not-installed',
  EACCES: 'denied',
  EPERM: 'denied',
  ETIMEDOUT: 'timeout',
  ENOBUFS: 'too-much-output',
};

/** Runs programs of the operating system: no shell, nothing on standard input, bounded in time and size. */
export function createCommandRunner(environment: NodeJS.ProcessEnv, limits = LIMITS): CommandRunner {
  const env = { ...environment, LC_ALL: 'C' }; // names of months, and dots in numbers
  return ({ file, args }) => {
    const { stdout, status, error } = spawnSync(file, args, {
      env,
      shell: false,
      windowsHide: true,
      timeout: limits.milliseconds,
      killSignal: 'SIGKILL',
      maxBuffer: limits.bytes,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const code = error !== undefined && 'code' in error ? String(error.code) : '';
    const failure = error === undefined ? null : { reason: REASONS[code] ?? 'other', message: error.message };
    return { stdout: (stdout as Buffer | null)?.toString('utf8') ?? '', exitCode: status, failure };
  };
}
