import type { RegistryRow, RegistrySnapshot } from './registry-row.ts';

/**
 * The project's own file of facts, `knowledge/registry/service-names-port-numbers.tsv`: one line a record in IANA's
 * order, tabs between the columns, so that an update reads as a diff. Fields hold no tab or line break (white space
 * is folded on import); references are separated by ` | `.
 */
const COLUMNS = [
  'name',
  'number',
  'transport',
  'description',
  'references',
  'registered',
  'modified',
  'serviceCode',
  'unauthorizedUse',
  'note',
] as const satisfies readonly (keyof RegistryRow)[];

const REFERENCE_SEPARATOR = ' | ';

export function formatRegistryFacts(snapshot: RegistrySnapshot): string {
  const lines = [`# IANA service-names-port-numbers, updated ${snapshot.updated}`, COLUMNS.join('\t')];
  for (const row of snapshot.rows) {
    const fields = COLUMNS.map((column) =>
      column === 'references' ? row.references.join(REFERENCE_SEPARATOR) : row[column],
    );
    lines.push(fields.join('\t').trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** Throws an Error with the line number where the file is not what `formatRegistryFacts` writes. */
export function parseRegistryFacts(text: string): RegistrySnapshot {
  const lines = text.split('\n');
  const updated = /updated (\d{4}-\d{2}-\d{2})$/.exec(lines[0] ?? '')?.[1];
  if (updated === undefined) throw new Error('line 1: no "updated YYYY-MM-DD"');
  if (lines[1] !== COLUMNS.join('\t')) throw new Error('line 2: the columns are not the expected ones');
  const rows: RegistryRow[] = [];
  for (const [index, line] of lines.entries()) {
    if (index < 2 || line === '') continue;
    const fields = line.split('\t');
    if (fields.length > COLUMNS.length) throw new Error(`line ${index + 1}: more than ${COLUMNS.length} columns`);
    const field = (at: number): string => fields[at] ?? '';
    rows.push({
      name: field(0),
      number: field(1),
      transport: field(2),
      description: field(3),
      references: field(4) === '' ? [] : field(4).split(REFERENCE_SEPARATOR),
      registered: field(5),
      modified: field(6),
      serviceCode: field(7),
      unauthorizedUse: field(8),
      note: field(9),
    });
  }
  return { updated, rows };
}
