import * as z from 'zod';
import type { PatternsDocument } from '../../src/cli/documents.ts';
import { patternSchema } from '../knowledge/pattern-schema.ts';
import { answerDocument } from './envelope.ts';

export const patternsSchema = answerDocument('patterns', {
  patterns: z
    .array(
      patternSchema.meta({
        id: 'pattern',
        description: 'What events look like when somebody attacks, or when they only look so',
      }),
    )
    .describe('The patterns that were asked for, or all'),
}) satisfies z.ZodType<PatternsDocument>;
