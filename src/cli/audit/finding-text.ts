import type { Severity } from '../../findings/finding.ts';
import type { AuditFinding } from '../../audit/result.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { paragraph } from './lines.ts';

const LABEL = 10;
const WORD = 17;
/** Lines of the conversation that stand in a terminal; the reports have them all. */
const SAID = 6;

const SURE = {
  high: 'confirmed: it was seen',
  medium: 'firm: it follows from what was seen',
  low: 'tentative: it may have another reason',
} as const;

/** One finding in plain words: what it is, why it matters, how sure it is, what to do, how to check again. */
export function findingText(finding: AuditFinding, width: number, style: Style): string[] {
  const { severity, title, meaning, confidence, advice, evidence, verify, anchor, waiver } = finding;
  const label = waiver === null ? severity : 'waived';
  const heading = paragraph(label, LABEL, title, width, {
    paint: severity === 'info' || waiver !== null ? style.dim : style.strong,
    paintHead: waiver === null ? paintOf(severity, style) : style.dim,
  });
  const part = (word: string, text: string, dim = false): string[] =>
    paragraph(`${' '.repeat(LABEL)}${word}`, WORD, text, width, dim ? { paint: style.dim } : {});
  if (waiver !== null) return [...heading, ...part('until', `${waiver.until}: ${waiver.reason}`, true)];
  const line = anchor === null ? [] : part('line', `${anchor.path}:${anchor.line}`, true);
  if (severity === 'info') return [...heading, ...line];
  return [
    ...heading,
    ...evidenceText(evidence, part),
    ...part('why', meaning),
    ...part('sure', SURE[confidence]),
    ...advice.flatMap((text, index) => part(index === 0 ? 'do' : '', text)),
    ...commandText(verify, width),
    ...line,
  ];
}

/** A command is pasted, so no line of it is broken. */
function commandText(command: string, width: number): string[] {
  const head = `${' '.repeat(LABEL)}again`;
  const whole = printable(command);
  if (WORD + whole.length <= width) return [head.padEnd(WORD) + whole];
  return [head, ' '.repeat(LABEL) + whole];
}

/** What it is, in a sentence, and the end of what was said. */
function evidenceText(evidence: readonly string[], part: (word: string, text: string, dim?: boolean) => string[]) {
  const said = evidence.filter((line) => /^[<>] /.test(line));
  const told = evidence.filter((line) => !/^[<>*] /.test(line));
  const left = said.length - SAID;
  return [
    ...told.flatMap((text, index) => part(index === 0 ? 'what' : '', text)),
    ...(left > 0 ? part('', `(${left} lines before these)`, true) : []),
    ...said.slice(-SAID).flatMap((text) => part('', text, true)),
  ];
}

function paintOf(severity: Severity, style: Style): (text: string) => string {
  if (severity === 'critical' || severity === 'high') return style.danger;
  return severity === 'medium' ? style.warning : style.dim;
}
