import * as z from 'zod';
import type { FreeDocument, LeaseDocument, LeaseRecord, WaitDocument } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';
import { isoTime, port } from './parts.ts';

export const freeSchema = answerDocument('free', {
  ports: z.array(port).describe('TCP ports that were free on every address of this machine'),
  reserved: z.boolean().describe('Whether they stay reserved after the answer'),
}) satisfies z.ZodType<FreeDocument>;

export const waitSchema = answerDocument('wait', {
  port: port.describe('The TCP port that was waited for'),
  target: z.string().nullable().describe('The host that was asked for; null for this machine'),
  condition: z.enum(['accepts', 'http', 'free']).describe('What was waited for'),
  met: z.boolean().describe('Whether it happened in time'),
  address: z.string().nullable().describe('What accepted; null when nothing did, or a free port was waited for'),
  status: z.int().min(100).max(999).nullable().describe('Status of the answer over HTTP; null without one'),
  lastSeen: z.string().nullable().describe('What was seen last when it did not happen; null when it did'),
}) satisfies z.ZodType<WaitDocument>;

export const leaseRecordSchema = z.strictObject({
  project: z.string().describe('Folder of the project, absolute, links resolved'),
  name: z.string().describe('What the port is for'),
  port: port.describe('The TCP port'),
  since: isoTime.describe('When the project got this port, ISO time'),
  projectExists: z.boolean().describe('Whether the folder is still there'),
}) satisfies z.ZodType<LeaseRecord>;

export const leaseSchema = answerDocument('lease', {
  leases: z
    .array(leaseRecordSchema.meta({ id: 'lease', description: 'A port that a project keeps under a name' }))
    .describe('The lease that was taken or dropped, or with --list all, by port'),
}) satisfies z.ZodType<LeaseDocument>;
