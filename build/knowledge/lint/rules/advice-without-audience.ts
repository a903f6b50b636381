import type { SchemaRule } from '../rule.ts';

export const adviceWithoutAudience: SchemaRule = {
  name: 'advice-without-audience',
  explains: 'Advice says who can follow it: whoever runs the host, the edge, the way out, or the developer.',
  covers: ({ path, missing }) => missing && path.at(-3) === 'advice' && path.at(-1) === 'audience',
};
