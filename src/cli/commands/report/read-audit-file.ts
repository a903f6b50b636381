import { MAX_RESULT_BYTES } from '../../../audit/diff/read-result.ts';
import { readAudit } from '../../../audit/diff/read-audit.ts';
import { ResultError } from '../../../audit/diff/recorded.ts';
import { readBoundedFile } from '../../../overlay/bounded-file.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';
import type { AuditRecord } from '../../../report/joined-report.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

/** The audit of --audit. Throws CliError. */
export function readAuditFile(path: string): AuditRecord {
  const name = printable(path);
  try {
    const file = readBoundedFile(path, MAX_RESULT_BYTES);
    if (file !== null) return readAudit(file.text);
  } catch (error) {
    if (error instanceof ResultError)
      throw new CliError(EXIT.couldNotLook, `${name}: ${printable(error.message)}; portolan audit --json writes one`);
    if (error instanceof OverlayError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
  throw new CliError(EXIT.couldNotLook, `there is no file ${name}; portolan audit --json > ${name} writes it`);
}
