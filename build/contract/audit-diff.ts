import * as z from 'zod';
import type { AuditChange } from '../../src/audit/diff/compare-results.ts';
import type { AuditDiffDocument } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';
import { port, socketTransport } from './parts.ts';

export const auditChangeSchema = z
  .strictObject({
    kind: z
      .enum(['host-new', 'host-gone', 'opened', 'closed', 'service', 'verdict', 'finding-new', 'finding-gone'])
      .describe('What is different'),
    host: z.string().describe('Name of the host'),
    port: port.nullable().describe('Port; null for a host'),
    transport: socketTransport.nullable().describe('Transport; null for a host'),
    check: z.string().nullable().describe('Id of the check or finding; null where there is none'),
    before: z.string().nullable().describe('What it was; null where it was not, or was not known'),
    after: z.string().nullable().describe('What it is; null where it is not, or is not known'),
    isWorse: z.boolean().describe('Whether somebody should look at it'),
  })
  .meta({ id: 'audit-change', description: 'One difference between two audits' }) satisfies z.ZodType<AuditChange>;

export const auditDiffSchema = answerDocument('audit-diff', {
  before: z.string().describe('The first file, as it was named'),
  after: z.string().describe('The second file, as it was named'),
  changes: z.array(auditChangeSchema).describe('The differences'),
  notes: z.array(z.string()).describe('What to know of the two results, a sentence each'),
}) satisfies z.ZodType<AuditDiffDocument>;
