import { toJsonSchema, type JsonSchema } from '../contract/json-schema.ts';
import { CONTRACTS } from '../contract/schemas.ts';
import { cell, code, sentence, table, writtenFrom } from './markdown.ts';
import { describedFields, type PartNames } from './described-fields.ts';

/** Files have a page of their own, or are for those who write the knowledge. */
const FILES = new Set(['overlay', 'policy', 'dossier', 'program', 'pattern', 'sources', 'claims-file']);

interface Described {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** docs/reference/json.md, from the contract of every answer. */
export function jsonPage(): string {
  const schemas = Object.entries(CONTRACTS)
    .filter(([name]) => !FILES.has(name))
    .map(([name, contract]) => ({ ...contract, name, schema: toJsonSchema(name, contract) }));
  return [
    '# JSON',
    '',
    'What `--json`, `--ndjson` and the HTTP API answer with, field by field. `portolan help json` says what may change: fields are',
    'added, and never removed or given another meaning, within a version. `portolan schema NAME` prints the JSON Schema, which',
    `is exact where this page is short. ${writtenFrom('`build/contract/`')}`,
    '',
    '`[]` stands for the items of a list, `*` for the values of a map, a `?` for a field that may be absent. What several answers have in',
    'common is a part, described once at the end.',
    '',
    ...schemas.flatMap(({ name, title, description, schema }) => [
      `## ${name}`,
      '',
      `${title.startsWith('portolan ') ? `${code(title)}.` : sentence(title)} ${sentence(description)}`,
      '',
      ...fieldTable(schema, namesIn(schema, schemas)),
    ]),
    '## Parts',
    '',
    ...[...partsOf(schemas)].flatMap(([name, { part, names }]) => [
      `### Part ${name}`,
      '',
      ...(part.description === undefined ? [] : [sentence(part.description), '']),
      ...fieldTable(part, names),
    ]),
  ].join('\n');
}

interface Part {
  readonly part: JsonSchema;
  readonly names: PartNames;
}

/** Parts by what the page calls them: where two answers call different things the same, the later one's has its name too. */
function partsOf(schemas: readonly Described[]): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const { schema: root } of schemas) {
    const names = namesIn(root, schemas);
    for (const [name, part] of Object.entries(root.$defs ?? {})) parts.set(names.nameOf(name), { part, names });
  }
  return new Map([...parts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function namesIn(root: JsonSchema, schemas: readonly Described[]): PartNames {
  return {
    root,
    nameOf: (part) => {
      const text = JSON.stringify(root.$defs?.[part]);
      const having = schemas.filter(({ schema }) => schema.$defs?.[part] !== undefined);
      const same = having.find(({ schema }) => JSON.stringify(schema.$defs?.[part]) === text);
      return same === undefined || same === having[0] ? part : `${part}-of-${same.name}`;
    },
  };
}

/** One row a field: its path, its types, what it means. */
export function fieldTable(schema: JsonSchema, names: PartNames = { root: schema, nameOf: (part) => part }): string[] {
  return table(
    ['field', 'type', 'means'],
    describedFields(schema, names).map(({ path, types, description }) => [
      cell(code(path)),
      cell(types.join(', ')),
      cell(description),
    ]),
  );
}
