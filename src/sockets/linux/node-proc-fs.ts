import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { ProcFsError, type ProcFs, type ProcFsReason } from './proc-fs.ts';

/** seq_file hands out one page a read, so a larger buffer only serves recorded files. */
const BUFFER_BYTES = 65_536;
/**
 * Longest file read whole. /etc/passwd of a large site and /proc/stat of a large machine exceed the buffer, and cut off
 * they would lie; a command line may be megabytes long, and nobody needs more of it.
 */
const MAX_WHOLE_BYTES = 1_048_576;

/** The real file system, or a recorded tree under `root`. One buffer serves every read: not for concurrent use. */
export function openProcFs(root = '/'): ProcFs {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  return {
    read(path) {
      const descriptor = tryOpen(prefix + path);
      if (descriptor === null) return null;
      try {
        let whole = buffer;
        let length = 0;
        while (length < MAX_WHOLE_BYTES) {
          if (length === whole.length) whole = Buffer.concat([whole], 2 * length);
          const count = readSync(descriptor, whole, length, whole.length - length, null);
          if (count === 0) break;
          length += count;
        }
        return whole.toString('utf8', 0, length);
      } catch {
        return null; // the process ended between open and read: ESRCH
      } finally {
        closeSync(descriptor);
      }
    },
    stream(path, take) {
      try {
        const descriptor = openSync(prefix + path, 'r');
        try {
          for (;;) {
            const count = readSync(descriptor, buffer, 0, BUFFER_BYTES, null);
            if (count === 0 || !take(buffer, count)) return;
          }
        } finally {
          closeSync(descriptor);
        }
      } catch (error) {
        throw toProcFsError(error, path);
      }
    },
    list(path) {
      try {
        return readdirSync(prefix + path);
      } catch (error) {
        throw toProcFsError(error, path);
      }
    },
    link(path) {
      try {
        return readlinkSync(prefix + path);
      } catch {
        return null;
      }
    },
  };
}

function tryOpen(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

const REASONS: Readonly<Record<string, ProcFsReason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  ESRCH: 'gone',
};

/** Errors of the system in our terms; any other (a fault in what took the bytes) is thrown as it is. */
function toProcFsError(error: unknown, path: string): ProcFsError {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  return new ProcFsError(REASONS[String(error.code)] ?? 'other', path, error.message);
}
