import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import type { TrafficFinding } from '../../../traffic/report/traffic-finding.ts';
import type { InputSummary, TrafficReport, TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import { describeSpan, formatCount, plural } from '../../../traffic/words.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { wrap } from '../../wrap.ts';

/** Findings of one pattern and severity that are told in full. */
const SHOWN = 3;
const MAX_WIDTH = 120;
const LABEL_WIDTH = 10;
const NOISE_SHOWN = 4;

/** The report in the order in which a person reads it: what was read, how much of it is noise, what to look at, worst last. */
export function writeReport(
  { summary, findings }: TrafficReport,
  { all }: { readonly all: boolean },
  context: Context,
): void {
  const { stdout } = context;
  for (const input of summary.inputs) writeInput(input, summary, context);
  if (summary.events === 0) return;
  stdout.line();
  writeShares(summary, context);
  for (const group of groupsOf(findings)) {
    const shown = all ? group.findings : group.findings.slice(-SHOWN);
    const rest = group.findings.slice(0, group.findings.length - shown.length);
    stdout.line();
    if (rest.length > 0) writeRest(rest, context);
    for (const finding of shown) writeFinding(finding, summary, context);
  }
  stdout.line();
  for (const line of closing(summary, findings)) stdout.line(context.style.dim(line));
}

function writeInput(input: InputSummary, summary: TrafficSummary, { stdout, style, isTerminal, width }: Context): void {
  const name = printable(input.name);
  if (input.format === null) {
    stdout.line(`${style.strong(name)}: ${input.bytes === 0 ? 'empty' : 'of no known format'}`);
    return;
  }
  const parts = [`${style.strong(name)} read as ${printable(input.format)}`, plural(input.records, 'record')];
  if (summary.inputs.length === 1 && summary.first !== null && summary.last !== null) {
    const seconds = (Date.parse(summary.last) - Date.parse(summary.first)) / 1000;
    parts.push(`${describeSpan(seconds)} up to ${timeText(summary.last)}`);
  }
  if (input.malformed > 0) {
    parts.push(
      `${formatCount(input.malformed)} not understood (first at ${input.firstMalformed.slice(0, 3).join(', ')})`,
    );
  }
  const foreign = Object.entries(input.foreign);
  if (foreign.length > 0) {
    const told = foreign.slice(0, 3).map(([program, count]) => `${formatCount(count)} of ${printable(program)}`);
    parts.push(`${told.join(', ')}${foreign.length > 3 ? ' and others' : ''} left out`);
  }
  for (const line of wrap(parts.join(', '), isTerminal ? Math.min(width, MAX_WIDTH) : width)) stdout.line(line);
  if (input.others.length > 0)
    stdout.line(style.dim(`  it could also be ${input.others.join(' or ')}: --input-format says which`));
  for (const note of input.notes) stdout.line(style.dim(`  ${printable(note)}`));
}

function writeShares(summary: TrafficSummary, { stdout, style }: Context): void {
  const { events, harmless, explained, strays, ordinary, unexplained, noise, unexplainedPorts } = summary;
  const line = (count: number, name: string, rest: string): void => {
    if (count > 0)
      stdout.line(`${percent(count, events).padStart(7)}  ${style.strong(name.padEnd(13))}${rest}`.trimEnd());
  };
  const told = noise
    .slice(0, NOISE_SHOWN)
    .map(({ title, events: count }) => `${lower(title)} ${percent(count, events)}`);
  line(harmless, 'harmless', told.join(', '));
  for (const { label, pattern } of noise.slice(0, 2)) {
    if (label !== '') {
      stdout.line(
        style.dim(
          `         ${' '.repeat(13)}"${printable(label)}" logs it: portolan traffic --explain-rule ${pattern}`,
        ),
      );
    }
  }
  line(explained, 'explained', 'by the findings below');
  line(strays, 'single knocks', 'of strangers, refused: the noise every address gets');
  line(ordinary, 'ordinary', 'conversations, let through or answered, that nothing speaks against');
  const ports = unexplainedPorts.slice(0, 4).map(({ port, events: count }) => `${port} ${formatCount(count)}`);
  line(unexplained, 'not explained', ports.length === 0 ? '' : `mostly to ${ports.join(', ')}`);
}

interface Group {
  readonly severity: Severity;
  readonly findings: TrafficFinding[];
}

/** Findings of one pattern and severity together; the worst group last. */
function groupsOf(findings: readonly TrafficFinding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const key = `${SEVERITIES.indexOf(finding.severity)} ${finding.pattern}`;
    const group = groups.get(key) ?? { severity: finding.severity, findings: [] };
    groups.set(key, group);
    group.findings.push(finding);
  }
  return [...groups.values()].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.findings.length - b.findings.length,
  );
}

function writeRest(rest: readonly TrafficFinding[], { stdout, style }: Context): void {
  const [first] = rest;
  if (first === undefined) return;
  const sources = new Set(rest.flatMap(({ who }) => who.map(({ name }) => name))).size;
  const events = rest.reduce((sum, { count }) => sum + count, 0);
  stdout.line(
    style.dim(
      `${first.severity.padEnd(LABEL_WIDTH)}${plural(rest.length, 'more finding')} of ${first.pattern}: ${plural(sources, 'source')}, ${plural(events, 'event')}; --all tells them`,
    ),
  );
}

function writeFinding(finding: TrafficFinding, summary: TrafficSummary, context: Context): void {
  const { stdout, style, isTerminal, width } = context;
  const room = isTerminal ? Math.min(width, MAX_WIDTH) : Number.POSITIVE_INFINITY;
  const indent = ' '.repeat(LABEL_WIDTH);
  const paragraph = (text: string, paint: (line: string) => string = (line) => line): void => {
    for (const line of wrap(text, room - LABEL_WIDTH)) stdout.line(indent + paint(line));
  };
  const paint =
    finding.severity === 'critical' || finding.severity === 'high'
      ? style.danger
      : finding.severity === 'medium'
        ? style.warning
        : style.dim;
  const [head = '', ...more] = wrap(printable(finding.title), room - LABEL_WIDTH);
  stdout.line(paint(finding.severity.padEnd(LABEL_WIDTH)) + style.strong(head));
  for (const line of more) stdout.line(indent + style.strong(line));
  if (finding.severity === 'info') {
    paragraph(`${plural(finding.count, 'event')}${portsText(finding)}`, style.dim);
    return;
  }
  paragraph(finding.meaning);
  const [innocent] = finding.innocent;
  if (innocent !== undefined) paragraph(`may be innocent: ${innocent.text} To tell: ${innocent.tell}`, style.dim);
  const [advice] = finding.advice;
  if (advice !== undefined) paragraph(`do: ${advice}`);
  paragraph(evidenceText(finding, summary), style.dim);
  const [record] = finding.records;
  if (record?.text !== null && record?.text !== undefined) paragraph(printable(record.text), style.dim);
}

/** `lines 81,204 to 3,340,120: 4,211 events, 2026-10-09 08:53 to 2026-10-12 03:10` */
function evidenceText(finding: TrafficFinding, summary: TrafficSummary): string {
  const [first] = finding.records;
  const last = finding.records.at(-1);
  const parts: string[] = [];
  if (first !== undefined && last !== undefined) {
    const file = summary.inputs.length > 1 ? `${printable(summary.inputs[first.input]?.name ?? '')} ` : '';
    const range =
      first.record === last.record && first.input === last.input
        ? formatCount(first.record)
        : `${formatCount(first.record)} to ${formatCount(last.record)}`;
    parts.push(`${file}record ${range}`);
  }
  parts.push(`${plural(finding.count, 'event')}${portsText(finding)}`, `confidence ${finding.confidence}`);
  if (finding.first !== '') parts.push(`${timeText(finding.first)} to ${timeText(finding.last)}`);
  if (finding.tools.length > 0) parts.push(`looks like ${finding.tools.join('; ')}`);
  return parts.join(' · ');
}

function portsText({ ports, counts }: TrafficFinding): string {
  if (ports.length === 0) return '';
  const told = ports.slice(0, 5).map(({ name }) => name);
  return ` to ${told.join(', ')}${counts.ports > told.length ? ' ...' : ''}`;
}

function closing(summary: TrafficSummary, findings: readonly TrafficFinding[]): string[] {
  const understood = summary.events - summary.unexplained;
  const lines = [
    `${percent(understood, summary.events)} of ${plural(summary.events, 'event')} understood, ${plural(findings.length, 'finding')}.   portolan traffic --explain-rule ${findings.at(-1)?.id ?? 'traffic.sweep'}`,
  ];
  const roles = Object.entries(summary.roles).sort(([, a], [, b]) => b - a);
  const [role] = roles;
  if (role !== undefined && role[0] !== 'told')
    lines.push(`Which end is yours was judged by ${ROLE_WORDS[role[0]] ?? role[0]}; --own says it for certain.`);
  for (const text of summary.cannotTell) lines.push(`This format cannot tell all: ${text}.`);
  for (const text of summary.limits) lines.push(`Limit: ${text}.`);
  return lines;
}

const ROLE_WORDS: Readonly<Record<string, string>> = {
  direction: 'the direction in the log',
  'most events': 'the address that most events share',
  'private addresses': 'private addresses',
  initiator: 'who was called',
};

/** One digit, and never 0.0 % of something that is there. */
function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  if (share > 0 && share < 0.05) return '< 0.1 %';
  return share < 100 && share > 99.95 ? '> 99.9 %' : `${share.toFixed(1)} %`;
}

/** `2026-10-09 08:53` in UTC: the same for everybody who reads the report. */
function timeText(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

function lower(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
