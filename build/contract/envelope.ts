import * as z from 'zod';
import { isoTime } from './parts.ts';

/** The fields that every JSON answer begins with, and those of its kind. */
export function answerDocument<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.strictObject({
    schema: z
      .literal(`portolan/${kind}@1`)
      .describe('Kind of answer and its major version, within which fields are added but never removed or changed'),
    generatedAt: isoTime.describe('When the answer was made, ISO time'),
    host: z.string().describe('Name of the machine that made it'),
    ...shape,
  });
}
