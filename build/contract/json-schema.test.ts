import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { SCHEMA_NAMES } from '../../src/cli/schema-names.ts';
import { toJsonSchema, type JsonSchema } from './json-schema.ts';
import { CONTRACTS } from './schemas.ts';

const written = SCHEMA_NAMES.map((name) => [name, toJsonSchema(name, CONTRACTS[name])] as const);

/** Every schema inside a schema, with where it stands. */
function* schemasIn(value: unknown, path = ''): Generator<{ path: string; schema: JsonSchema }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, schema: value };
  for (const [key, child] of Object.entries(value)) yield* schemasIn(child, `${path}/${key}`);
}

describe('a JSON Schema of the contract', () => {
  it.each(written)('says what it is: %s', (name, schema) => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `portolan:schema/${name}@1`,
    });
    expect(schema.title).toBe(CONTRACTS[name].title);
    expect(schema.description).toBe(CONTRACTS[name].description);
  });

  it.each(written)('describes every field: %s', (_, schema) => {
    const isDescribed = (field: JsonSchema): boolean => {
      if (field.description !== undefined) return true;
      return schema.$defs?.[field.$ref?.replace('#/$defs/', '') ?? '']?.description !== undefined;
    };
    const silent = [...schemasIn(schema)].flatMap(({ path, schema: { properties } }) => {
      if (path.endsWith('/properties') || properties === undefined) return [];
      const fields = Object.entries(properties);
      return fields.filter(([, field]) => !isDescribed(field)).map(([field]) => `${path}/${field}`);
    });
    expect(silent).toEqual([]);
  });

  it.each(written)('knows no object that takes just any field: %s', (_, schema) => {
    const open = [...schemasIn(schema)].filter(
      ({ path, schema: { type, additionalProperties } }) =>
        type === 'object' && !path.endsWith('/properties') && additionalProperties === undefined,
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it('takes files as people write them, and answers with every default filled in', () => {
    const dossier = { title: '', description: '', schema: z.object({ list: z.array(z.string()).default([]) }) };
    expect(toJsonSchema('x', { ...dossier, of: 'answer' }).required).toEqual(['list']);
    expect(toJsonSchema('x', { ...dossier, of: 'file' }).required).toBeUndefined();
  });

  it('leaves out the bounds that say only what a double can count to, and formats nobody else knows', () => {
    const schema = z.object({ any: z.int(), some: z.int().min(0).max(9), path: z.string().startsWith('/') });
    const { properties } = toJsonSchema('x', { title: '', description: '', schema, of: 'answer' });
    expect(properties).toEqual({
      any: { type: 'integer' },
      some: { type: 'integer', minimum: 0, maximum: 9 },
      path: { type: 'string', pattern: '^\\/.*' },
    });
  });
});
