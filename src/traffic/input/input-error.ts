/** An input that cannot be read; the message says what, where, and what to do next. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const NEXT: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is no ${path}: look at its name and folder`,
  EACCES: (path) => `no right to read ${path}: run as its owner or with sudo, or be added to its group (often adm)`,
  EPERM: (path) => `no right to read ${path}: run as its owner or with sudo`,
  EISDIR: (path) => `${path} is a folder: name the files in it, as in ${path.replace(/\/+$/, '')}/*`,
  ENOTDIR: (path) => `a part of ${path} is a file, not a folder: look at its name`,
  ELOOP: (path) => `${path} is a symbolic link in a circle: name the file itself`,
  ENXIO: (path) => `${path} is a socket, or a device that is not there: name a file, or - for standard input`,
  EBADF: (path) => `${path} is closed: name a file, or pipe something into the command`,
  EMFILE: (path) => `too many files are open to read ${path}: name fewer at a time, or raise ulimit -n`,
  EIO: (path) => `reading ${path} failed in the device: copy the file elsewhere, and look at the kernel's log`,
  ESTALE: (path) => `${path} has gone from its network drive: name it again`,
};

/** The system's word for a failure: `ENOENT`; empty when it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The same in a sentence for the person at the keyboard. */
export function inputError(error: unknown, path: string): InputError {
  if (error instanceof InputError) return error;
  const sentence = NEXT[systemCode(error)];
  if (sentence !== undefined) return new InputError(sentence(path), { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(`cannot read ${path}: ${reason}`, { cause: error });
}
