import * as z from 'zod';
import type { Fix } from '../../src/audit/check.ts';
import type { TranscriptLine } from '../../src/audit/conversation/transcript.ts';
import type { Anchor, AuditFinding, Waiver } from '../../src/audit/result.ts';
import { findingSchema } from './finding.ts';
import { count, port, socketTransport } from './parts.ts';

export const verdictSchema = z.enum(['exposed', 'not-exposed', 'inconclusive', 'not-applicable']);
export const vantageSchema = z.enum(['same-address', 'same-host', 'outside-netns', 'same-subnet', 'routed']);

export const transcriptLineSchema = z
  .strictObject({
    at: count.describe('Milliseconds since the check began'),
    direction: z.enum(['>', '<', '*']).describe('> sent, < received, * a note'),
    text: z.string().describe('Printable; other bytes as \\xNN, secrets left out'),
  })
  .meta({
    id: 'transcript-line',
    description: 'One thing that was said, or happened',
  }) satisfies z.ZodType<TranscriptLine>;

const fixSchema = z
  .strictObject({
    file: z.string().describe('File to change'),
    change: z.string().describe('What to write there'),
    apply: z.string().describe('Command that makes it count'),
  })
  .meta({ id: 'fix', description: 'How to end a weakness in one product' }) satisfies z.ZodType<Fix>;

const waiverSchema = z
  .strictObject({
    until: z.string().describe('Last day, 2027-03-31'),
    reason: z.string().describe('Why, as the policy file says'),
  })
  .meta({ id: 'waiver', description: 'What excuses a finding for a time' }) satisfies z.ZodType<Waiver>;

const anchorSchema = z
  .strictObject({
    path: z.string().describe('The policy file'),
    line: z.int().min(1).describe('Line, from 1'),
    column: z.int().min(1).describe('Column, from 1'),
  })
  .meta({ id: 'anchor', description: 'A place of the policy file' }) satisfies z.ZodType<Anchor>;

export const auditFindingSchema = z
  .strictObject({
    ...findingSchema.shape,
    fingerprint: z.string().describe('The same for the same matter on the same host in every run: sha256, hexadecimal'),
    host: z.string().describe('Name of the host'),
    address: z.string().describe('Address where it was seen'),
    port: port.describe('Port'),
    transport: socketTransport.describe('Transport'),
    verdict: verdictSchema.nullable().describe('What the check said; null where no check made the finding'),
    vantage: vantageSchema.describe('From where it was asked'),
    fix: fixSchema.nullable().describe('How to end it in this product; null where that is not known'),
    verify: z.string().describe('Command that does only this again'),
    waiver: waiverSchema.nullable().describe('What excuses it; null where nothing does'),
    isFailure: z.boolean().describe('Whether it makes the audit fail'),
    anchor: anchorSchema.nullable().describe('Line of the policy file it is against; null without one'),
    transcript: z.array(transcriptLineSchema).describe('What was said'),
  })
  .meta({ id: 'audit-finding', description: 'Something exposed, or not as agreed' }) satisfies z.ZodType<AuditFinding>;
