import type { SchemaRule } from '../rule.ts';

export const missingSource: SchemaRule = {
  name: 'missing-source',
  explains: 'A statement names at least one source.',
  covers: ({ path, code, missing }) => path.at(-1) === 'sources' && (missing || code === 'too_small'),
};
