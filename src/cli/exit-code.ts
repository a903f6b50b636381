/** What the shell learns from a run. Documented in the README and in `portolan --help`; each has a test. */
export const EXIT = {
  done: 0,
  /** A finding at or above --fail-on, or what was asked for is not there. */
  found: 1,
  usage: 2,
  /** Unreadable input, missing rights; or incomplete, where --strict was given. */
  couldNotLook: 3,
  /** Refused for safety. */
  refused: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The end of a command that ran another program: Portolan ends with the other's code, 0 to 255, and says nothing more. */
export class PassedOn extends Error {
  override readonly name = 'PassedOn';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** A failure with a sentence for the person at the keyboard; `main` prints it and exits with its code. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** An exit code that the output has explained already: nothing failed, and nothing is said on stderr. */
export class Verdict extends CliError {
  constructor(exitCode: ExitCode) {
    super(exitCode, '');
  }
}
