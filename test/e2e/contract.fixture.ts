import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CONTRACTS } from '../../build/contract/schemas.ts';
import type { SchemaName } from '../../src/cli/schema-names.ts';
import { ROOT } from './program.fixture.ts';

/** Strict about the schemas themselves: an unknown keyword or a type that cannot be is a fault of ours. */
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, validateFormats: false });
const compiled = new Map<SchemaName, ValidateFunction>();

/** The JSON Schema as the build wrote it. */
export function readSchema(name: SchemaName): object {
  return JSON.parse(readFileSync(join(ROOT, `dist/schemas/${name}.schema.json`), 'utf8')) as object;
}

/** What the JSON Schema has against a value; empty when nothing. */
export function faultsByJsonSchema(name: SchemaName, value: unknown): string[] {
  let validate = compiled.get(name);
  if (validate === undefined) {
    validate = ajv.compile(readSchema(name));
    compiled.set(name, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath}: ${message} ${JSON.stringify(params)}`;
  });
}

/** The same by the schema that it was made from. */
export function faultsByZod(name: SchemaName, value: unknown): string[] {
  const { error } = CONTRACTS[name].schema.safeParse(value);
  return error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];
}

/** Every copy of a value in which one object has a field more, with where that object stands. */
export function* withUnknownField(value: unknown): Generator<{ path: string; changed: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path: '', changed: { ...value, unheardOf: {} } };
  for (const [key, child] of Object.entries(value)) {
    for (const { path, changed } of withUnknownField(child)) {
      const copy: unknown = Array.isArray(value)
        ? value.map((item: unknown, index) => (index === Number(key) ? changed : item))
        : { ...value, [key]: changed };
      yield { path: `/${key}${path}`, changed: copy };
    }
  }
}
