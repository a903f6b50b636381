import * as z from 'zod';
import type { SchemaInBrief, SchemasDocument } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';

const schemaInBrief = z
  .strictObject({
    name: z.string().describe('The word for portolan schema NAME'),
    title: z.string().describe('What it is the schema of'),
    description: z.string().describe('What that is'),
  })
  .meta({ id: 'schema', description: 'One JSON Schema' }) satisfies z.ZodType<SchemaInBrief>;

export const schemaListSchema = answerDocument('schemas', {
  schemas: z.array(schemaInBrief).describe('The schemas, answers first, then their lines, then files'),
}) satisfies z.ZodType<SchemasDocument>;
