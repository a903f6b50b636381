import { auditEvents, auditReport } from '../../../audit/report/audit-report.ts';
import type { AuditResult } from '../../../audit/result.ts';
import { renderAuditText } from '../../audit/report-text.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { AuditDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { STDOUT } from '../../report-file.ts';
import { VERSION } from '../../version.ts';
import { perform, type Performed } from './perform.ts';
import { reportsOf, writeReports } from './reports.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const wanted = reportsOf(input);
  const performed = await perform(input, context);
  const { result, policy } = performed;
  const frame = envelope('audit', context);
  const report = auditReport(result, policy?.path ?? null);
  if (wanted.every(({ target }) => target !== STDOUT)) {
    const document: AuditDocument = { ...frame, ...report };
    if (input.has('json')) context.stdout.line(JSON.stringify(document, null, 2));
    else if (input.has('ndjson')) for (const event of auditEvents(result)) context.stdout.line(JSON.stringify(event));
    else writeText(result, input, context);
  }
  writeReports(wanted, report, { ...frame, version: VERSION }, context);
  end(performed, input);
}

function writeText(result: AuditResult, input: Input, { stdout, width, style }: Context): void {
  for (const line of renderAuditText(result, { width, style, all: input.has('all') })) stdout.line(line);
}

/** What the shell learns: a policy that is not met before what was refused, and that before what could not be seen. */
function end({ result, policy, wasInterrupted, isUnsettled }: Performed, input: Input): void {
  if (wasInterrupted) throw new CliError(EXIT.interrupted, 'interrupted; what was found by then is told');
  if (result.findings.some(({ isFailure }) => isFailure)) throw new Verdict(EXIT.found);
  const refused = result.refusals.length;
  if (refused > 0) {
    const which = refused === 1 ? 'one address was' : `${refused} addresses were`;
    throw new CliError(EXIT.refused, `${which} refused; nothing was sent there`);
  }
  if (input.has('strict') && result.gaps.length > 0) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be looked at, and --strict was given');
  }
  if (policy !== null && isUnsettled) {
    throw new CliError(EXIT.couldNotLook, 'not all that the policy file asks for could be settled');
  }
}
