import * as z from 'zod';
import type { Contract } from './schemas.ts';

/** A JSON Schema, as far as this folder looks into one. */
export interface JsonSchema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: boolean | JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Major version of the schemas. A field that is removed, renamed or changed asks for the next one. */
const VERSION = 1;

/** The JSON Schema of a contract, draft 2020-12, with everything it refers to in its own `$defs`. */
export function toJsonSchema(name: string, { title, description, schema, of }: Contract): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: of === 'answer' ? 'output' : 'input',
    override: ({ jsonSchema }) => {
      dropSafeIntegerBounds(jsonSchema);
      dropForeignFormat(jsonSchema);
    },
  });
  return { $schema, $id: `portolan:schema/${name}@${VERSION}`, title, description, ...rest } as JsonSchema;
}

/** zod bounds every whole number by what a double can count to, which says nothing to a reader. */
function dropSafeIntegerBounds(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** `starts_with` is a format of zod's own; the pattern beside it says the same. */
function dropForeignFormat(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'starts_with') delete schema.format;
}
