import { compareSeverity, SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { compareConnections } from '../../../sockets/diff/connection-changes.ts';
import { findDifferences } from '../../../sockets/diff/differences.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openOverlay } from '../../open-overlay.ts';
import { describeGapsOf, isFullyCompared } from './gaps.ts';
import { chooseSides } from './sides.ts';
import { writeDiff } from './write-diff.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const failOn = severityOf(input.value('fail-on'));
  const overlay = await openOverlay(input, context);
  const sides = await chooseSides(input, context, overlay);
  const { before, after } = sides;
  const found = findDifferences(before.document, after.document, ({ port, transport }) =>
    overlay.noteOn(port, transport),
  );
  const connections = compareConnections(before.document, after.document);
  writeDiff({ ...sides, ...found, gaps: describeGapsOf(sides, found), connections }, formatOf(input), context);
  if (input.has('strict') && !isFullyCompared(sides, found)) {
    throw new CliError(EXIT.couldNotLook, 'not everything could be compared, and --strict was given');
  }
  if (found.findings.some(({ severity }) => compareSeverity(severity, failOn) >= 0)) throw new Verdict(EXIT.found);
}

function severityOf(text: string | null): Severity {
  const severity = SEVERITIES.find((known) => known === (text ?? 'info'));
  if (severity !== undefined) return severity;
  throw new CliError(EXIT.usage, `--fail-on takes ${SEVERITIES.join(', ')}, and got "${text}"`);
}
