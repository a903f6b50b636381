import type { InputSummary, TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import { describeSpan, formatCount, plural } from '../../../traffic/words.ts';
import { printable } from '../../printable.ts';
import { timeText } from './numbers-text.ts';
import type { Page } from './page.ts';

/** Programs whose lines were left out are named up to so many. */
const PROGRAMS = 3;
/** Files that are left out. */
const NAMES = 3;

/** What was read and as what: files of the same format in one sentence, and each trouble by itself. */
export function writeInputs(summary: TrafficSummary, page: Page): void {
  const groups = new Map<string, InputSummary[]>();
  for (const input of summary.inputs) {
    if (input.format === null) continue;
    const list = groups.get(input.format);
    if (list === undefined) groups.set(input.format, [input]);
    else list.push(input);
  }
  const span = groups.size === 1 ? spanOf(summary) : [];
  for (const [format, inputs] of groups) {
    const name = printable(inputs[0]?.name ?? '');
    const paint = (line: string): string =>
      line.startsWith(name) ? page.style.strong(name) + line.slice(name.length) : line;
    page.text(sentence(format, inputs, span), paint);
  }
  writeUnknown(
    summary.inputs.filter(({ format, error }) => format === null && error === null),
    page,
  );
  const notes = new Set<string>();
  for (const input of summary.inputs) {
    writeTrouble(input, summary.inputs.length > 1 ? `${printable(input.name)}: ` : '', page);
    for (const note of input.notes) notes.add(note);
  }
  for (const note of notes) page.text(`  ${printable(note)}`, page.style.dim);
}

/** A whole folder of logs was named, perhaps: what is none of them is told in one sentence. */
function writeUnknown(inputs: readonly InputSummary[], page: Page): void {
  const { dim } = page.style;
  const listed = (all: readonly InputSummary[], what: string): void => {
    if (all.length === 0) return;
    const names = all.slice(0, NAMES).map(({ name }) => printable(name));
    const others = all.length > NAMES ? ` and ${plural(all.length - NAMES, 'more file')}` : '';
    page.text(`${what}: ${names.join(', ')}${others}`, dim);
  };
  listed(
    inputs.filter(({ bytes }) => bytes > 0),
    'of no known format, left out',
  );
  listed(
    inputs.filter(({ bytes }) => bytes === 0),
    'empty',
  );
}

function writeTrouble({ error, malformed, firstMalformed, others }: InputSummary, of: string, page: Page): void {
  const { dim, warning } = page.style;
  if (error !== null) page.text(`not read: ${printable(error)}`, warning);
  if (malformed > 0) {
    const first = firstMalformed.slice(0, PROGRAMS).map(formatCount).join(', ');
    page.text(`  ${of}${plural(malformed, 'record')} not understood, the first at ${first}`, dim);
  }
  if (others.length > 0) page.text(`  ${of}it could also be ${others.join(' or ')}: --input-format says which`, dim);
}

function sentence(format: string, inputs: readonly InputSummary[], span: readonly string[]): string {
  const [first, ...more] = inputs.map(({ name }) => printable(name));
  const names = `${first ?? ''}${more.length === 0 ? '' : ` and ${plural(more.length, 'more file')}`}`;
  const records = inputs.reduce((sum, input) => sum + input.records, 0);
  return [`${names} read as ${printable(format)}`, plural(records, 'record'), ...span, ...leftOut(inputs)].join(', ');
}

function spanOf({ first, last }: TrafficSummary): string[] {
  if (first === null || last === null) return [];
  return [`${describeSpan((Date.parse(last) - Date.parse(first)) / 1000)} up to ${timeText(last)}`];
}

/** Lines of others, by program. */
function leftOut(inputs: readonly InputSummary[]): string[] {
  const programs = new Map<string, number>();
  for (const { foreign } of inputs) {
    for (const [name, count] of Object.entries(foreign)) programs.set(name, (programs.get(name) ?? 0) + count);
  }
  const most = [...programs].sort(([, a], [, b]) => b - a);
  if (most.length === 0) return [];
  const told = most.slice(0, PROGRAMS).map(([name, count]) => `${formatCount(count)} of ${printable(name)}`);
  return [`${told.join(', ')}${most.length > told.length ? ' and others' : ''} left out`];
}
