import type { Answer, AnswerPart } from '../../../store/ask.ts';
import type { Question } from '../../../store/question.ts';
import type { ResultValue } from '../../../store/result-column.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { AskDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import type { Format } from '../../format.ts';
import { printable } from '../../printable.ts';
import { alignedTable } from '../../table.ts';
import { tableColumns, timeCell } from './answer-cells.ts';

export function writeAnswer(answer: Answer, question: Question, format: Format, context: Context): void {
  const { stdout } = context;
  switch (format) {
    case 'json': {
      const document: AskDocument = { ...envelope('ask', context), ...answer };
      return stdout.line(JSON.stringify(document, null, 2));
    }
    case 'ndjson':
      for (const { name, rows } of answer.parts) {
        for (const row of rows) stdout.line(JSON.stringify({ part: name, ...row }));
      }
      return;
    case 'csv':
      return writeCsv(answer.parts, context);
    case 'text':
      return writeText(answer, question, context);
  }
}

/** Tables of several parts have an empty line between them. */
function writeCsv(parts: readonly AnswerPart[], { stdout }: Context): void {
  for (const [index, { columns, rows }] of parts.entries()) {
    if (index > 0) stdout.line();
    stdout.line(csvLine(columns.flatMap(({ name, kind }) => (kind === 'sensor' ? [name, `${name}Name`] : [name]))));
    for (const row of rows)
      stdout.line(csvLine(columns.flatMap(({ name }) => csvCells(row[name] ?? null, columns, name))));
  }
}

function csvCells(value: ResultValue, columns: AnswerPart['columns'], name: string): (string | number | null)[] {
  if (typeof value === 'object' && value !== null) return [value.number, value.name];
  return columns.some((column) => column.name === name && column.kind === 'sensor') ? [null, null] : [value];
}

function writeText(answer: Answer, question: Question, context: Context): void {
  const { stdout, style, isTerminal, width } = context;
  const asked = Object.entries(answer.parameters).map(([name, value]) => `${name} ${askedCell(name, value)}`);
  stdout.line(style.dim(printable([answer.question, ...asked, 'times in UTC'].join(' · '))));
  if (answer.isPartial)
    stdout.line(style.danger(`PARTIAL: ${printable(answer.partialBecause ?? 'not all was asked')}`));
  const isSeveral = answer.parts.length > 1;
  for (const { title, columns, rows, isCut } of answer.parts) {
    if (isSeveral) stdout.line();
    if (isSeveral) stdout.line(style.strong(printable(title)));
    if (rows.length === 0) {
      if (isSeveral) stdout.line('  nothing');
      continue;
    }
    const decorate = (line: string, row: object | null): string => (row === null ? style.dim(line) : line);
    for (const line of alignedTable(tableColumns(columns), () => rows, width, decorate)) stdout.line(line);
    if (isCut) stdout.line(style.warning(`only the first ${rows.length} rows; there are more: --limit shows more`));
  }
  const isEmpty = answer.parts.every(({ rows }) => rows.length === 0);
  if (isEmpty) stdout.line(`Nothing. ${nextFor(question, answer)}`);
  else if (isTerminal) stdout.line(style.dim(`\nportolan ask ${answer.question} --help`));
}

function askedCell(name: string, value: string): string {
  return name === 'since' || name === 'until' ? timeCell(value) : value;
}

/** What may help where there is nothing: a longer time, or a look at what the store has at all. */
function nextFor({ name, defaults }: Question, { parameters }: Answer): string {
  if (name === 'sensors') return 'The store has heard of no sensor yet: portolan ingest --help';
  if (defaults.since === undefined || parameters['since'] === 'all')
    return 'What the store has at all: portolan ask sensors';
  return `Look further back: portolan ask ${name} --since all`;
}
