import { compareResults } from '../../../audit/diff/compare-results.ts';
import { renderAuditDiffText } from '../../audit/diff-text.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { AuditDiffDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { readRecorded } from './read-recorded.ts';

export function run(input: Input, context: Context): Promise<void> {
  const [before, after, more] = input.args;
  if (before === undefined || after === undefined || more !== undefined) {
    throw new CliError(EXIT.usage, 'audit diff takes two files: portolan audit diff before.json after.json');
  }
  const difference = compareResults(readRecorded(before), readRecorded(after));
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
