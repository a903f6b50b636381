import { readFileSync } from 'node:fs';
import { closestNames } from '../../../knowledge/closest-names.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { SchemaInBrief, SchemasDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { alignedTable, type Column } from '../../table.ts';
import { SCHEMA_NAMES, type SchemaName } from '../../schema-names.ts';

/** Beside the bundle. */
const FOLDER = `${import.meta.dirname}/schemas`;

export async function run(input: Input, context: Context): Promise<void> {
  const { stdout } = context;
  const [name, second] = input.args;
  if (second !== undefined) throw new CliError(EXIT.usage, `one schema at a time, and got "${second}" as well`);
  if (name !== undefined) return stdout.write(readSchema(findName(name)));
  const schemas = SCHEMA_NAMES.map(describeSchema);
  if (input.has('json')) {
    const document: SchemasDocument = { ...envelope('schemas', context), schemas };
    return stdout.line(JSON.stringify(document, null, 2));
  }
  writeList(schemas, context);
}

function findName(text: string): SchemaName {
  const name = SCHEMA_NAMES.find((known) => known === text);
  if (name !== undefined) return name;
  const close = closestNames(text, SCHEMA_NAMES, 3);
  const hint = close.length === 0 ? 'portolan schema lists them' : `did you mean ${close.join(', or ')}?`;
  throw new CliError(EXIT.usage, `no schema is called "${text}"; ${hint}`);
}

function readSchema(name: SchemaName): string {
  try {
    return readFileSync(`${FOLDER}/${name}.schema.json`, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.couldNotLook, `the schema cannot be read: ${reason}. In a checkout, npm start builds it.`);
  }
}

function describeSchema(name: SchemaName): SchemaInBrief {
  const { title, description } = JSON.parse(readSchema(name)) as SchemaInBrief;
  return { name, title, description };
}

function writeList(schemas: readonly SchemaInBrief[], { stdout, style, width }: Context): void {
  const columns: Column<SchemaInBrief>[] = [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'OF', cell: ({ title }) => title },
    { title: 'WHAT', cell: ({ description }) => description, shrinkTo: 20, dropOrder: 1 },
  ];
  const decorate = (line: string, schema: SchemaInBrief | null): string => (schema === null ? style.dim(line) : line);
  for (const line of alignedTable(columns, () => schemas, width, decorate)) stdout.line(line);
}
