import type { JsonSchema } from './json-schema.ts';

/**
 * Every field that a schema knows, as `answers[].era.from?: integer`: its path, `?` where it may be absent, and its
 * JSON types. `[]` stands for the items of a list, `*` for the values of a map. A field that several branches of a
 * union have is one field.
 */
export function fieldPathsOf(schema: JsonSchema): string[] {
  const fields = new Map<string, Field>();
  collect(schema, '', fields, { root: schema, optional: false });
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { optional, types }]) => `${path}${optional ? '?' : ''}: ${[...types].toSorted().join(' | ')}`);
}

interface Field {
  optional: boolean;
  readonly types: Set<string>;
}

interface Walk {
  readonly root: JsonSchema;
  /** Whether what is being looked at is not in every value of its parent. */
  readonly optional: boolean;
}

function collect(schema: JsonSchema, path: string, fields: Map<string, Field>, walk: Walk): void {
  if (schema.$ref !== undefined) return collect(resolve(walk.root, schema.$ref), path, fields, walk);
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  for (const branch of branches) collect(branch, path, fields, walk);
  if (path !== '' && branches.length === 0) addField(fields, path, typesOf(schema), walk.optional);
  const properties = Object.entries(schema.properties ?? {});
  for (const [name, property] of properties) {
    const optional = schema.required?.includes(name) !== true;
    collect(property, path === '' ? name : `${path}.${name}`, fields, { ...walk, optional });
  }
  const here = { ...walk, optional: false };
  for (const [index, item] of (schema.prefixItems ?? []).entries()) collect(item, `${path}[${index}]`, fields, here);
  if (typeof schema.items === 'object') collect(schema.items, `${path}[]`, fields, here);
  if (typeof schema.additionalProperties === 'object') collect(schema.additionalProperties, `${path}.*`, fields, here);
}

function addField(fields: Map<string, Field>, path: string, types: readonly string[], optional: boolean): void {
  const known = fields.get(path);
  if (known === undefined) fields.set(path, { optional, types: new Set(types) });
  else {
    for (const type of types) known.types.add(type);
    known.optional ||= optional;
  }
}

function typesOf({ type, const: value }: JsonSchema): readonly string[] {
  if (typeof type === 'string') return [type];
  return type ?? (value === undefined ? ['any'] : [typeof value]);
}

/** `#/$defs/name` */
function resolve(root: JsonSchema, ref: string): JsonSchema {
  const found = root.$defs?.[ref.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`${ref} refers to nothing`);
  return found;
}
