import * as z from 'zod';
import type { AskDocument, QuestionsDocument } from '../../src/cli/documents.ts';
import type { AnswerColumn, AnswerPart } from '../../src/store/ask.ts';
import { PARAMETER_NAMES, type ParameterName } from '../../src/store/parameter-list.ts';
import type { QuestionInBrief } from '../../src/store/question-list.ts';
import type { ResultRow, ResultValue } from '../../src/store/result-column.ts';
import { answerDocument } from './envelope.ts';

const columnSchema = z
  .strictObject({
    name: z.string().describe('The field of each row'),
    kind: z
      .enum(['time', 'count', 'bytes', 'port', 'transport', 'address', 'text', 'word', 'sensor'])
      .describe('What its values are: times are ISO 8601 in UTC, a word is one of those that the meaning lists'),
    meaning: z.string().describe('What its values mean'),
  })
  .meta({ id: 'ask-column', description: 'A column of an answer' }) satisfies z.ZodType<AnswerColumn>;

const valueSchema = z
  .union([
    z.string(),
    z.number(),
    z.strictObject({
      number: z.int().min(0).max(65_535).describe('Number of the sensor; 0 is the machine of the store'),
      name: z.string().nullable().describe('Its name; null where it has none'),
    }),
    z.null(),
  ])
  .describe(
    'Counts beyond 2^53 - 1 are the text of their digits; null where there is none, or where it is not known',
  ) satisfies z.ZodType<ResultValue>;

/** Which fields there are, the columns of the question say. */
export const askRowSchema = z.record(z.string(), valueSchema) satisfies z.ZodType<ResultRow>;

const partSchema = z
  .strictObject({
    name: z.string().describe('Name of the table within the question'),
    title: z.string().describe('What it shows, in a few words'),
    columns: z.array(columnSchema).describe('Its columns, in order'),
    rows: z.array(askRowSchema).describe('Its rows, each a field a column'),
    isCut: z.boolean().describe('Whether there are more rows than the limit let through'),
  })
  .meta({ id: 'ask-part', description: 'One table of an answer' }) satisfies z.ZodType<AnswerPart>;

export const askSchema = answerDocument('ask', {
  question: z.string().describe('Name of the question'),
  description: z.string().describe('What it answers'),
  parameters: z
    .record(z.string(), z.string())
    .describe('What was asked with, as it was understood; until is exclusive'),
  isPartial: z.boolean().describe('Part of the store could not be asked: what is here is true, and not all'),
  partialBecause: z.string().nullable().describe('Why it is partial; null where it is whole'),
  milliseconds: z.number().min(0).describe('What the engine took'),
  parts: z.array(partSchema).describe('The tables of the answer; most questions have one'),
}) satisfies z.ZodType<AskDocument>;

export const questionSchema = z
  .strictObject({
    name: z.string().describe('Name of the question'),
    description: z.string().describe('What it answers'),
    parameters: z
      .array(
        z.strictObject({
          name: z.enum(PARAMETER_NAMES as readonly [ParameterName, ...ParameterName[]]).describe('The parameter'),
          kind: z
            .enum(['time', 'span', 'port', 'address', 'transport', 'word', 'sensor', 'text', 'count'])
            .describe('What it takes'),
          description: z.string().describe('What it means, with examples'),
          default: z.string().nullable().describe('Used where it is not given; null for none'),
          isRequired: z.boolean().describe('Whether the question cannot be asked without it'),
        }),
      )
      .describe('What it may be asked with'),
    parts: z
      .array(
        z.strictObject({
          name: z.string().describe('Name of the table'),
          title: z.string().describe('What it shows'),
          columns: z.array(columnSchema).describe('Its columns'),
        }),
      )
      .describe('The tables of its answer'),
  })
  .meta({ id: 'question', description: 'A question of portolan ask' }) satisfies z.ZodType<QuestionInBrief>;

export const questionsSchema = answerDocument('questions', {
  questions: z.array(questionSchema).describe('All questions'),
}) satisfies z.ZodType<QuestionsDocument>;
