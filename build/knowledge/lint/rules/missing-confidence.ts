import type { SchemaRule } from '../rule.ts';

export const missingConfidence: SchemaRule = {
  name: 'missing-confidence',
  explains: 'A statement says how well its sources carry it.',
  covers: ({ path, missing }) => missing && path.at(-1) === 'confidence',
};
