import type { JsonSchema } from '../contract/json-schema.ts';

export interface DescribedField {
  /** `answers[].era.from?` */
  readonly path: string;
  readonly types: readonly string[];
  readonly description: string;
}

/** Fields of a schema in its own order, each once, with what they mean. A part with a name of its own is named, and not entered. */
export function describedFields(schema: JsonSchema, { root, nameOf }: PartNames): DescribedField[] {
  const fields = new Map<string, DescribedField>();
  walk(schema.$ref === undefined ? schema : resolved(schema, root), '', { root, nameOf, fields });
  return [...fields.values()];
}

/** The name of a part: `#/$defs/finding`. */
function partOf(ref: string): string {
  return ref.replace('#/$defs/', '');
}

/** Where the parts of a schema are, and what a page calls them. */
export interface PartNames {
  readonly root: JsonSchema;
  readonly nameOf: (part: string) => string;
}

interface Walk extends PartNames {
  readonly fields: Map<string, DescribedField>;
}

function walk(schema: JsonSchema, path: string, at: Walk): void {
  if (schema.$ref !== undefined) return;
  for (const branch of schema.anyOf ?? schema.oneOf ?? []) walk(branch, path, at);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name === '$schema') continue;
    const inner = path === '' ? name : `${path}.${name}`;
    const isOptional = schema.required?.includes(name) !== true;
    note(property, `${inner}${isOptional ? '?' : ''}`, at);
    walk(property, inner, at);
  }
  if (typeof schema.items === 'object') walk(schema.items, `${path}[]`, at);
  if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${path}.*`, at);
}

function note(property: JsonSchema, path: string, { root, nameOf, fields }: Walk): void {
  const known = fields.get(path);
  const types = [...new Set([...(known?.types ?? []), ...typesOf(property, nameOf)])];
  const description = known?.description ?? '';
  const own = property.description ?? resolved(property, root).description ?? '';
  fields.set(path, { path, types, description: description === '' ? own : description });
}

function typesOf(schema: JsonSchema, nameOf: PartNames['nameOf']): string[] {
  if (schema.$ref !== undefined) {
    const part = nameOf(partOf(schema.$ref));
    return [`[${part}](json.md#part-${part})`];
  }
  const { anyOf, oneOf, type, enum: values, const: value, items } = schema;
  const branches = anyOf ?? oneOf;
  if (branches !== undefined) return branches.flatMap((branch) => typesOf(branch, nameOf));
  if (values !== undefined) return values.map((one) => JSON.stringify(one));
  if (value !== undefined) return [JSON.stringify(value)];
  if (type === 'array') {
    const inner = typeof items === 'object' ? [...new Set(typesOf(items, nameOf))] : [];
    return inner.length === 1 ? [`list of ${inner[0] ?? ''}`] : ['list'];
  }
  if (type === undefined) return ['any'];
  return typeof type === 'string' ? [type] : [...type];
}

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const found = root.$defs?.[partOf(schema.$ref)];
  if (found === undefined) throw new Error(`${schema.$ref} refers to nothing`);
  return found;
}
