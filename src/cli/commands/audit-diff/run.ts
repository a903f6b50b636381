import { compareResults } from '../../../audit/diff/compare-results.ts';
import { MAX_RESULT_BYTES, readResult } from '../../../audit/diff/read-result.ts';
import { ResultError, type Recorded } from '../../../audit/diff/recorded.ts';
import { readBoundedFile } from '../../../overlay/bounded-file.ts';
import { OverlayError } from '../../../overlay/overlay-error.ts';
import { renderAuditDiffText } from '../../audit/diff-text.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { AuditDiffDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

export function run(input: Input, context: Context): Promise<void> {
  const [before, after, more] = input.args;
  if (before === undefined || after === undefined || more !== undefined) {
    throw new CliError(EXIT.usage, 'audit diff takes two files: portolan audit diff before.json after.json');
  }
  const difference = compareResults(read(before), read(after));
  const { stdout, width, style } = context;
  if (input.has('json')) {
    const document: AuditDiffDocument = { ...envelope('audit-diff', context), before, after, ...difference };
    stdout.line(JSON.stringify(document, null, 2));
  } else if (input.has('ndjson')) for (const change of difference.changes) stdout.line(JSON.stringify(change));
  else for (const line of renderAuditDiffText(difference, { width, style })) stdout.line(line);
  const counts = difference.changes.filter(({ isWorse }) => isWorse || input.has('strict')).length;
  if (counts > 0) throw new Verdict(EXIT.found);
  return Promise.resolve();
}

function read(path: string): Recorded {
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
