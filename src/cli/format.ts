import type { Flag, Input } from './command.ts';

/** The outputs every command has. */
export type Format = 'text' | 'json' | 'ndjson' | 'csv';

export const FORMAT_FLAGS: readonly Flag[] = [
  { long: 'json', description: 'one JSON document', excludes: ['ndjson', 'csv'] },
  { long: 'ndjson', description: 'one JSON value a line', excludes: ['json', 'csv'] },
  { long: 'csv', description: 'comma-separated values with a heading', excludes: ['json', 'ndjson'] },
];

export function formatOf(input: Input): Format {
  if (input.has('json')) return 'json';
  if (input.has('ndjson')) return 'ndjson';
  return input.has('csv') ? 'csv' : 'text';
}
