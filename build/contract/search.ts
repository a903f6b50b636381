import * as z from 'zod';
import type { SearchDocument } from '../../src/cli/documents.ts';
import type { Hit } from '../../src/knowledge/search/search.ts';
import { portKey } from '../knowledge/schema-parts.ts';
import { answerDocument } from './envelope.ts';
import { port, transport } from './parts.ts';

export const hitSchema = z.strictObject({
  port: port.describe('The port, or the first of a range'),
  lastPort: port.describe('Last port of a range; equal to port for a single one'),
  transport: transport.describe('The transport'),
  keys: z.array(portKey).describe('All keys of what was found, the most meant first'),
  name: z.string().describe('The one word for it'),
  title: z.string().describe('Name and description in one line'),
  why: z.string().describe('What matched: alias "rdp"'),
  score: z.number().describe('For comparing hits of one search; no meaning beyond that'),
}) satisfies z.ZodType<Hit>;

export const searchSchema = answerDocument('search', {
  query: z.string().describe('What was searched for'),
  hits: z
    .array(hitSchema.meta({ id: 'hit', description: 'One port, or range, that fits' }))
    .describe('What fits, best first; empty when nothing does'),
}) satisfies z.ZodType<SearchDocument>;
