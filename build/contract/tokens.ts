import * as z from 'zod';
import type { TokenRow, TokensDocument } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';
import { isoTime } from './parts.ts';

const tokenRowSchema = z.strictObject({
  number: z
    .int()
    .min(1)
    .max(65_535)
    .nullable()
    .describe('Number of the sensor, in each of its rows; null for a reader'),
  name: z.string().describe('Name of the sensor or reader'),
  since: isoTime.describe('When the token was made, ISO time'),
  token: z
    .string()
    .nullable()
    .describe('The token where it was just made; null everywhere else, as only its hash is kept'),
}) satisfies z.ZodType<TokenRow>;

export const tokensSchema = answerDocument('tokens', {
  of: z.enum(['sensors', 'readers']).describe('Sensors write, readers read'),
  file: z.string().describe('The file with the hashes of the tokens'),
  tokens: z
    .array(tokenRowSchema.meta({ id: 'token', description: 'A sensor or a reader' }))
    .describe('The one that was added, removed or renewed; with list all'),
}) satisfies z.ZodType<TokensDocument>;
