/**
 * The few ways in which the Linux backend touches the system. Injected, so that a recorded tree stands in for the
 * kernel in tests, on any operating system. Paths are relative to the root of the file system, without a leading
 * slash: `proc/net/tcp`, `etc/passwd`.
 */
export interface ProcFs {
  /** Whole file as text; null when it does not exist, may not be read, or its process is gone. */
  read(path: string): string | null;
  /**
   * Feeds a file in pieces to `take` until the end or until `take` returns false. The buffer is reused between
   * calls. Throws ProcFsError when the file cannot be opened or read.
   */
  stream(path: string, take: (bytes: Uint8Array, length: number) => boolean): void;
  /** Names in a directory. Throws ProcFsError. */
  list(path: string): string[];
  /** Target of a symbolic link; null when it cannot be read. */
  link(path: string): string | null;
}

export type ProcFsReason = 'missing' | 'denied' | 'gone' | 'other';

/** Why a path could not be read, in terms the caller can act on. */
export class ProcFsError extends Error {
  override readonly name = 'ProcFsError';
  readonly reason: ProcFsReason;
  readonly path: string;

  constructor(reason: ProcFsReason, path: string, message: string) {
    super(message);
    this.reason = reason;
    this.path = path;
  }
}
