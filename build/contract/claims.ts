import * as z from 'zod';
import type { ClaimsDocument } from '../../src/cli/documents.ts';
import { claimSchema } from '../knowledge/schema.ts';
import { answerDocument } from './envelope.ts';

export const claimsAnswerSchema = answerDocument('claims', {
  claims: z
    .array(claimSchema.meta({ id: 'claim', description: 'One claim of the source documents, checked' }))
    .describe('The claims in the order of the documents'),
}) satisfies z.ZodType<ClaimsDocument>;
