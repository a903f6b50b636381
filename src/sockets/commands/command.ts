/** A program of the operating system and what it is asked. */
export interface Command {
  /** Absolute path: a bare name would be looked for in the current folder first on Windows, where anybody may put one. */
  readonly file: string;
  readonly args: readonly string[];
}

export interface CommandResult {
  /** What it printed, also where it failed later. Bytes that are not UTF-8 stand as U+FFFD. */
  readonly stdout: string;
  /** Null when it was not started, or stopped by a signal. */
  readonly exitCode: number | null;
  /** Why it did not run to its end; null when it did, whatever its exit code. */
  readonly failure: { readonly reason: CommandFailure; readonly message: string } | null;
}

export type CommandFailure = 'not-installed' | 'denied' | 'timeout' | 'too-much-output' | 'other';

/**
 * The only way in which the backends for macOS and Windows touch the system. Injected, so that recorded output stands
 * in for the commands in tests, on any operating system.
 */
export type CommandRunner = (command: Command) => CommandResult;

/** Rows that a parser understood, and how many lines it did not. */
export interface Parsed<Row> {
  readonly rows: readonly Row[];
  readonly skipped: number;
}
