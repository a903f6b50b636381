import { MAX_RESULT_BYTES, readResult } from '../../../audit/diff/read-result.ts';
import { ResultError, type Recorded } from '../../../audit/diff/recorded.ts';
import { readBoundedFile } from '../../../overlay/bounded-file.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

/** Reads a saved result, ours or nmap's. Throws CliError. */
export function readRecorded(path: string): Recorded {
  try {
    const file = readBoundedFile(path, MAX_RESULT_BYTES);
    if (file === null) throw new CliError(EXIT.couldNotLook, `there is no file ${printable(path)}`);
    return readResult(file.text);
  } catch (error) {
    if (error instanceof ResultError) throw new CliError(EXIT.couldNotLook, `${printable(path)}: ${error.message}`);
    if (error instanceof OverlayError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}
