import * as z from 'zod';
import type { AuditEvent } from '../../src/audit/report/audit-report.ts';
import { auditSummarySchema, portResultSchema, refusalSchema } from './audit.ts';
import { auditFindingSchema } from './audit-finding.ts';

/** A line of `audit --ndjson`. */
export const auditRowSchema = z.union([
  z
    .strictObject({
      event: z.literal('port').describe('A port as soon as it is known'),
      host: z.string().describe('Name of the host'),
      ...portResultSchema.shape,
    })
    .meta({ id: 'audit-port-event', description: 'A port' }),
  z
    .strictObject({
      event: z.literal('finding').describe('Something exposed, or not as agreed'),
      finding: auditFindingSchema.describe('The finding'),
    })
    .meta({ id: 'audit-finding-event', description: 'A finding' }),
  z
    .strictObject({ event: z.literal('refusal').describe('What may not be asked'), ...refusalSchema.shape })
    .meta({ id: 'audit-refusal-event', description: 'What the scope does not let be asked' }),
  z
    .strictObject({
      event: z.literal('gap').describe('What could not be looked at'),
      text: z.string().describe('A sentence'),
    })
    .meta({ id: 'audit-gap-event', description: 'What could not be looked at' }),
  z
    .strictObject({
      event: z.literal('end').describe('The last line'),
      summary: auditSummarySchema.describe('The sums'),
    })
    .meta({ id: 'audit-end-event', description: 'The sums' }),
]) satisfies z.ZodType<AuditEvent>;
