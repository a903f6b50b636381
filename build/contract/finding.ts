import * as z from 'zod';
import { SEVERITIES, type Finding } from '../../src/findings/finding.ts';
import { count, isoTime } from './parts.ts';

/** What every lens reports. */
export const findingSchema = z
  .strictObject({
    id: z.string().describe('Stable id of the rule that found it: sockets.exposed-service'),
    severity: z.enum(SEVERITIES).describe('How bad it is when it is true; info is for the record'),
    confidence: z.enum(['low', 'medium', 'high']).describe('How sure it is'),
    title: z.string().describe('The sentence for a tired person'),
    meaning: z.string().describe('Why it matters'),
    advice: z.array(z.string()).describe('What to do'),
    subject: z.string().describe('What it is about: 6379/tcp redis-server'),
    first: isoTime.describe('First observation, ISO time'),
    last: isoTime.describe('Last observation, ISO time'),
    count: count.describe('How many observations'),
    evidence: z.array(z.string()).describe('The rows, lines or packets it rests on, as they were read'),
    references: z.array(z.string()).describe('Ids or addresses of documents'),
  })
  .meta({
    id: 'finding',
    description: 'Something that deserves a look, or is worth recording',
  }) satisfies z.ZodType<Finding>;
