import { formatCount, plural } from '../../words.ts';
import type { InputSummary } from '../traffic-report.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import { Room } from '../../../html/room.ts';
import { sizeText } from './words.ts';

const MAX_INPUTS = 100;
const BYTES = 100_000;
const MAX_PROGRAMS = 8;
const MAX_NOTES = 8;
const NAME_LENGTH = 300;
/** More files than these are summed up first. */
const UNFOLDED = 6;
const MAX_FORMATS = 5;

/** What was read, and what became of every record that shows nothing. */
export function inputsPart(inputs: readonly InputSummary[], cuts: string[]): Markup {
  const room = new Room(BYTES);
  const rows: Markup[] = [];
  for (const input of inputs.slice(0, MAX_INPUTS)) {
    const row = room.take(() => rowOf(input));
    if (row === null) break;
    rows.push(row);
  }
  const rest = inputs.slice(rows.length);
  if (rest.length > 0) {
    const records = rest.reduce((sum, input) => sum + input.records, 0);
    const malformed = rest.reduce((sum, input) => sum + input.malformed, 0);
    cuts.push(
      `${plural(rest.length, 'more file')} with ${plural(records, 'record')}, ${formatCount(malformed)} of them not understood, ${rest.length === 1 ? 'is' : 'are'} not listed`,
    );
  }
  const table = markup`<table class="stack">
<thead><tr><th scope="col">File</th><th scope="col">Read as</th><th scope="col" class="number">Size</th><th scope="col" class="number">Records</th><th scope="col">Not understood</th><th scope="col">Left out</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  if (inputs.length <= UNFOLDED) return table;
  return markup`<p>${totalOf(inputs)}</p><details><summary>Every file</summary>${table}</details>`;
}

/** `24 files, read as Zeek conn.log: 31,583 records, 4.3 MB, none not understood` */
function totalOf(inputs: readonly InputSummary[]): string {
  const sum = (count: (input: InputSummary) => number): number =>
    inputs.reduce((total, input) => total + count(input), 0);
  const formats = [...new Set(inputs.map(formatOf))];
  const told = formats.length > MAX_FORMATS ? [...formats.slice(0, MAX_FORMATS), 'others'] : formats;
  const malformed = sum((input) => input.malformed);
  return `${plural(inputs.length, 'file')}, read as ${told.join(', ')}: ${plural(
    sum(({ records }) => records),
    'record',
  )}, ${sizeText(sum(({ bytes }) => bytes))}, ${malformed === 0 ? 'all understood' : `${formatCount(malformed)} not understood`}.`;
}

function rowOf(input: InputSummary): Markup {
  return markup`<tr><td class="name">${cut(input.name, NAME_LENGTH)}${remarks(input)}</td><td data-label="Read as">${formatOf(input)}</td><td class="number" data-label="Size">${sizeText(input.bytes)}</td><td class="number" data-label="Records">${formatCount(input.records)}</td><td data-label="Not understood">${malformedOf(input)}</td><td data-label="Left out">${foreignOf(input)}</td></tr>
`;
}

function formatOf({ format, bytes }: InputSummary): string {
  if (format !== null) return cut(format, NAME_LENGTH);
  return bytes === 0 ? 'nothing: it is empty' : 'nothing: no known format';
}

function malformedOf({ malformed, firstMalformed }: InputSummary): string {
  if (malformed === 0) return 'none';
  const places = firstMalformed.map(formatCount).join('; ');
  return `${formatCount(malformed)}, first at record ${places}`;
}

function foreignOf({ foreign, silent }: InputSummary): string {
  const programs = Object.entries(foreign);
  const told = programs
    .slice(0, MAX_PROGRAMS)
    .map(([program, count]) => `${formatCount(count)} of ${cut(program, 80)}`);
  if (programs.length > MAX_PROGRAMS) told.push(`and of ${formatCount(programs.length - MAX_PROGRAMS)} others`);
  if (silent > 0) told.push(`${formatCount(silent)} headers or comments`);
  return told.length === 0 ? 'nothing' : told.join(', ');
}

function remarks({ others, notes }: InputSummary): Content {
  const told = notes.slice(0, MAX_NOTES).map((note) => cut(note, NAME_LENGTH));
  if (notes.length > MAX_NOTES) told.push(`and ${plural(notes.length - MAX_NOTES, 'more note')}`);
  if (others.length > 0) told.push(`it could also be ${others.join(' or ')}: --input-format says which`);
  return told.map((note) => markup`<br><span class="quiet">${note}</span>`);
}
