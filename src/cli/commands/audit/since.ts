import type { AuditDifference } from '../../../audit/diff/compare-results.ts';
import type { Input } from '../../command.ts';
import type { AuditDocument } from '../../documents.ts';

/** Compares this audit with an earlier one. */
export type Since = (document: AuditDocument) => AuditDifference;

/** The earlier audit of --since, read before anything is sent; null without it. Throws CliError. */
export async function sinceOf(input: Input): Promise<Since | null> {
  const path = input.value('since');
  if (path === null) return null;
  const [{ readRecorded }, { compareResults }, { readResult }] = await Promise.all([
    import('../audit-diff/read-recorded.ts'),
    import('../../../audit/diff/compare-results.ts'),
    import('../../../audit/diff/read-result.ts'),
  ]);
  const before = readRecorded(path);
  return (document) => compareResults(before, readResult(JSON.stringify(document)));
}
