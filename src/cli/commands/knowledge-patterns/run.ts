import { closestNames } from '../../../knowledge/closest-names.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Pattern } from '../../../knowledge/pattern.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { csvLine } from '../../csv.ts';
import type { PatternsDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openKnowledge } from '../../open-knowledge.ts';
import { alignedTable, type Column } from '../../table.ts';
import { formatPattern } from './pattern-text.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const knowledge = openKnowledge();
  const patterns =
    input.args.length === 0 ? [...knowledge.patterns()] : input.args.map((id) => findPattern(knowledge, id));
  const { stdout } = context;
  switch (formatOf(input)) {
    case 'json': {
      const document: PatternsDocument = { ...envelope('patterns', context), patterns };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const pattern of patterns) stdout.line(JSON.stringify(pattern));
      return;
    case 'csv':
      stdout.line('id,kind,severity,title,meaning');
      for (const { id, kind, severity, title, meaning } of patterns) {
        stdout.line(csvLine([id, kind, severity, title, meaning.text]));
      }
      return;
    case 'text':
      if (input.args.length === 0) writeList(patterns, context);
      else writeInFull(patterns, context);
  }
}

function findPattern(knowledge: Knowledge, id: string): Pattern {
  const pattern = knowledge.pattern(id.toLowerCase());
  if (pattern !== null) return pattern;
  const ids = [...knowledge.patterns()].map((known) => known.id);
  const close = closestNames(id, ids, 3);
  const hint = close.length === 0 ? 'portolan knowledge patterns lists them' : `did you mean ${close.join(', or ')}?`;
  throw new CliError(EXIT.usage, `no pattern is called "${id}"; ${hint}`);
}

function writeList(patterns: readonly Pattern[], { stdout, style, width }: Context): void {
  const columns: Column<Pattern>[] = [
    { title: 'ID', cell: (pattern) => pattern.id },
    { title: 'KIND', cell: (pattern) => pattern.kind, dropOrder: 1 },
    { title: 'SEVERITY', cell: (pattern) => pattern.severity },
    { title: 'WHAT', cell: (pattern) => pattern.title, shrinkTo: 20 },
  ];
  const decorate = (line: string, pattern: Pattern | null): string => (pattern === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => patterns, width, decorate)) stdout.line(line);
}

function writeInFull(patterns: readonly Pattern[], context: Context): void {
  for (const [index, pattern] of patterns.entries()) {
    if (index > 0) context.stdout.line();
    for (const line of formatPattern(pattern, context)) context.stdout.line(line);
  }
}
