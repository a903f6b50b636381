import { compareSeverity, type Severity } from '../../../findings/finding.ts';
import type { Change, Difference } from '../../../sockets/diff/differences.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { describeMoment } from '../../saved/moment.ts';
import { padEnd, widthOf } from '../../width.ts';
import { wrap } from '../../wrap.ts';
import { connectionLines } from './connection-text.ts';
import type { Told } from './write-diff.ts';

const CHANGES: readonly Change[] = ['gone', 'moved', 'changed', 'new'];
const INDENT = '  ';
/** A subject that is longer stands on a line of its own. */
const MAX_SUBJECT = 34;
const LEAST_ROOM = 24;

/** The comparison for a person: the count, then the differences by kind, the worst last, then what was not seen. */
export function* diffLines(told: Told, context: Context): Generator<string> {
  const { style } = context;
  yield headline(told, context);
  const groups = CHANGES.map((change) => ({
    change,
    findings: told.findings.filter((finding) => finding.change === change),
  })).filter(({ findings }) => findings.length > 0);
  groups.sort((a, b) => compareSeverity(worst(a.findings), worst(b.findings)));
  const column = Math.min(MAX_SUBJECT, Math.max(0, ...told.findings.map(({ subject }) => widthOf(printable(subject)))));
  yield* connectionLines(told.connections ?? [], context);
  for (const { change, findings } of groups) {
    yield '';
    yield style.strong(change.toUpperCase());
    for (const finding of findings) yield* findingLines(finding, column, context);
  }
  if (told.gaps.length > 0) yield '';
  for (const gap of told.gaps) {
    for (const [index, line] of wrap(printable(gap), context.width - INDENT.length).entries()) {
      yield style.warning(`${index === 0 ? '? ' : INDENT}${line}`);
    }
  }
  const last = told.findings.at(-1);
  const port = (last?.after ?? last?.before)?.port;
  if (port === undefined) return;
  yield '';
  yield `portolan explain ${port}   portolan snapshot save`;
}

/** `3 new, 1 gone, 2 changed since yesterday 18:04 on db-3` */
function headline({ summary, before, after, connections }: Told, { style, now }: Context): string {
  const counts = (['new', 'gone', 'moved', 'changed'] as const)
    .filter((change) => summary[change] > 0)
    .map((change) => `${summary[change]} ${change}`);
  const from = describeMoment(new Date(before.document.generatedAt), now());
  const until = after.snapshot === null ? '' : ` until ${describeMoment(new Date(after.document.generatedAt), now())}`;
  const [one, other] = [printable(before.document.host), printable(after.document.host)];
  const where = one === other ? `on ${one}` : `from ${one} to ${other}`;
  const muted = summary.muted === 0 ? '' : `, ${summary.muted} muted by your notes`;
  const when = `since ${from}${until} ${where}${muted}`;
  if (counts.length > 0) return `${style.strong(counts.join(', '))} ${when}`;
  const none = connections === null || connections.length === 0 ? 'No difference' : 'No difference in what listens';
  return `${style.strong(none)} ${when}: ${summary.unchanged} listening as before`;
}

function worst(findings: readonly Difference[]): Severity {
  return findings.at(-1)?.severity ?? 'info'; // they come sorted
}

function* findingLines(finding: Difference, column: number, { style, width }: Context): Generator<string> {
  const { severity, title } = finding;
  const subject = printable(finding.subject);
  const mark = MARKS[severity];
  const paint = mark === '!!' ? style.danger : mark === '! ' ? style.warning : (text: string) => text;
  const head = INDENT + style.strong(padEnd(subject, column));
  const text = `${mark} ${printable(title)}`;
  const beside = width - INDENT.length - column - INDENT.length;
  if (widthOf(subject) > column || beside < LEAST_ROOM) {
    yield INDENT + style.strong(subject);
    for (const line of wrap(text, width - 3 * INDENT.length)) yield INDENT.repeat(3) + paint(line);
    return;
  }
  for (const [index, line] of wrap(text, beside).entries()) {
    yield index === 0
      ? `${head}${INDENT}${paint(line)}`
      : `${' '.repeat(INDENT.length + column + INDENT.length + 3)}${paint(line)}`;
  }
}

const MARKS: Readonly<Record<Severity, string>> = { info: '  ', low: '! ', medium: '! ', high: '!!', critical: '!!' };
