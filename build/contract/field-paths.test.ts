import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { fieldPathsOf } from './field-paths.ts';
import { toJsonSchema } from './json-schema.ts';

const pathsOf = (schema: z.ZodType): string[] =>
  fieldPathsOf(toJsonSchema('test', { title: '', description: '', schema, of: 'answer' }));

describe('the fields of a schema', () => {
  it('are listed with their types, however deep, and with what may be absent', () => {
    const inner = z.strictObject({ from: z.int().exactOptional() });
    const schema = z.strictObject({
      list: z.array(inner),
      map: z.record(z.string(), inner.nullable()),
      pair: z.tuple([z.number(), z.string()]),
      plain: z.boolean().nullable(),
    });
    expect(pathsOf(schema)).toEqual([
      'list: array',
      'list[]: object',
      'list[].from?: integer',
      'map: object',
      'map.*: null | object',
      'map.*.from?: integer',
      'pair: array',
      'pair[0]: number',
      'pair[1]: string',
      'plain: boolean | null',
    ]);
  });

  it('are found through references', () => {
    const named = z.strictObject({ a: z.string() }).meta({ id: 'named' });
    expect(pathsOf(z.strictObject({ one: named, other: named.nullable() }))).toEqual([
      'one: object',
      'one.a: string',
      'other: null | object',
      'other.a: string',
    ]);
  });

  it('are one field where two branches of a union have it', () => {
    const branch = <Kind extends string>(by: Kind, more: z.ZodRawShape) =>
      z.strictObject({ by: z.literal(by), ...more });
    const schema = z.discriminatedUnion('by', [
      branch('a', { both: z.string() }),
      branch('b', { both: z.int().exactOptional() }),
    ]);
    expect(pathsOf(schema)).toEqual(['both?: integer | string', 'by: string']);
  });
});
