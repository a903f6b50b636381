import type { AuditDifference } from '../../../audit/diff/compare-results.ts';
import { auditEvents, auditReport, portEvent, type AuditEvent } from '../../../audit/report/audit-report.ts';
import type { AuditResult, PortResult } from '../../../audit/result.ts';
import { renderAuditText } from '../../audit/report-text.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { AuditDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { STDOUT } from '../../report-file.ts';
import { VERSION } from '../../version.ts';
import { perform, type Performed } from './perform.ts';
import { reportsOf, writeReports } from './reports.ts';
import { sinceOf } from './since.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const wanted = reportsOf(input);
  const since = await sinceOf(input);
  const isStream = input.has('ndjson');
  const told = new Set<string>();
  const performed = await perform(input, context, (host, port) => {
    if (!isStream) return;
    told.add(placeOf(port));
    writeEvent(portEvent({ name: host }, port), context);
  });
  const { result, policy } = performed;
  const frame = envelope('audit', context);
  const document: AuditDocument = { ...frame, ...auditReport(result, policy?.path ?? null) };
  const difference = since?.(document) ?? null;
  if (wanted.every(({ target }) => target !== STDOUT)) {
    if (input.has('json')) context.stdout.line(JSON.stringify(document, null, 2));
    else if (isStream) {
      for (const event of auditEvents(result, (_, port) => told.has(placeOf(port)))) writeEvent(event, context);
    } else await writeText(result, difference, input, context);
  }
  writeReports(wanted, document, { frame: { ...frame, version: VERSION }, difference }, context);
  end(performed, input);
}

/** At once: who reads the lines as they come is not kept waiting for more of them. */
function writeEvent(event: AuditEvent, { stdout }: Context): void {
  stdout.line(JSON.stringify(event));
  stdout.flush();
}

function placeOf({ address, port, transport }: PortResult): string {
  return `${address} ${port}/${transport}`;
}

async function writeText(
  result: AuditResult,
  difference: AuditDifference | null,
  input: Input,
  { stdout, width, style }: Context,
): Promise<void> {
  for (const line of renderAuditText(result, { width, style, all: input.has('all') })) stdout.line(line);
  if (difference === null) return;
  const { renderAuditDiffText } = await import('../../audit/diff-text.ts');
  stdout.line();
  stdout.line(style.strong(`Since ${printable(input.value('since') ?? '')}`));
  for (const line of renderAuditDiffText(difference, { width, style })) stdout.line(line);
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
