import * as z from 'zod';
import { CHECK_IDS, type Check } from '../../src/cli/commands/doctor/check.ts';
import type { DoctorDocument } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';
import { count } from './parts.ts';

const checkSchema = z
  .strictObject({
    id: z.enum(CHECK_IDS).describe('What was looked at'),
    state: z
      .enum(['ok', 'limited', 'missing'])
      .describe('Works; shows less or is slower than it could be; or an optional part that is not there'),
    found: z.string().describe('What was found, a clause for a person'),
    advice: z.string().nullable().describe('What to do; null when there is nothing to do'),
  })
  .meta({ id: 'check', description: 'One thing that was looked at' }) satisfies z.ZodType<Check>;

export const doctorSchema = answerDocument('doctor', {
  limited: count.describe('How many of the checks are limited'),
  checks: z.array(checkSchema).describe('The checks, the machine first, then the program'),
}) satisfies z.ZodType<DoctorDocument>;
