import type { ApiParameter } from './api-route.ts';

export const inQuery = (name: string, description: string, schema: object = { type: 'string' }): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema,
  isRequired: false,
});

export const inPath = (name: string, description: string, schema: object = { type: 'string' }): ApiParameter => ({
  name,
  in: 'path',
  description,
  schema,
  isRequired: true,
});

/** A JSON Schema of what a page orders. */
export const order = (required: readonly string[], properties: Readonly<Record<string, object>>): object => ({
  type: 'object',
  properties,
  required,
});
