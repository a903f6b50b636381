import * as z from 'zod';
import type { AuditSummary } from '../../src/audit/report/audit-report.ts';
import type { CheckResult, HostResult, LocalListener, PortResult } from '../../src/audit/result.ts';
import type { Refusal } from '../../src/audit/scope/judge-address.ts';
import type { IdentifiedService } from '../../src/audit/service.ts';
import type { AuditDocument } from '../../src/cli/documents.ts';
import { SEVERITIES } from '../../src/findings/finding.ts';
import { auditFindingSchema, transcriptLineSchema, vantageSchema, verdictSchema } from './audit-finding.ts';
import { answerDocument } from './envelope.ts';
import { count, port, socketTransport } from './parts.ts';

const serviceSchema = z
  .strictObject({
    name: z.string().describe('Name of the protocol'),
    product: z.string().nullable().describe('Product; null where it is not known'),
    version: z.string().nullable().describe('Version; null where it is not known'),
    isTls: z.boolean().describe('Whether TLS was there from the first byte'),
    confidence: z.enum(['certain', 'likely']).describe('certain: the protocol was spoken; likely: only words like it'),
    because: z.string().describe('What it rests on'),
    os: z.string().describe('Operating system, where the answer says it').exactOptional(),
    cpe: z.string().describe('CPE 2.2 name, where a fingerprint is sure of it').exactOptional(),
  })
  .meta({ id: 'identified-service', description: 'What answers on a port' }) satisfies z.ZodType<IdentifiedService>;

/** Shared with the report that joins the lenses. */
export const askedStateSchema = z.enum(['open', 'closed', 'filtered', 'no-answer']).describe('What asking came to');
export const expectationSchema = z.enum(['expected', 'unexpected', 'missing', 'waived']).nullable();

const listenerSchema = z
  .strictObject({
    transport: socketTransport.describe('Transport'),
    port: port.describe('Port'),
    addresses: z.array(z.string()).describe('Addresses it is bound to'),
    process: z.string().nullable().describe('Name of the process; null where it may not be seen'),
    pid: count.nullable().describe('Its id; null where it may not be seen'),
    user: z.string().nullable().describe('Its user; null where that may not be seen'),
    exposure: z.string().describe('How far it reaches'),
  })
  .meta({ id: 'local-listener', description: 'What the kernel says listens there' }) satisfies z.ZodType<LocalListener>;

export const checkResultSchema = z
  .strictObject({
    check: z.string().describe('Id of the check: ftp.anonymous'),
    verdict: verdictSchema.describe('What it found out'),
    confidence: z.enum(['confirmed', 'firm', 'tentative']).describe('How sure it is'),
    severity: z.enum(SEVERITIES).describe('How bad it is where it is exposed'),
    summary: z.string().describe('What was asked and answered, in a sentence'),
    product: z.string().nullable().describe('What the server turned out to be; null where it did not say'),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .describe('Facts for programs'),
    transcript: z.array(transcriptLineSchema).describe('What was said'),
    rounds: count.describe('Connections opened and datagrams sent'),
    bytesIn: count.describe('Bytes received'),
    bytesOut: count.describe('Bytes sent'),
    milliseconds: count.describe('How long it took'),
  })
  .meta({ id: 'check-result', description: 'What one check said of one port' }) satisfies z.ZodType<CheckResult>;

export const portResultSchema = z
  .strictObject({
    transport: socketTransport.describe('Transport'),
    port: port.describe('Port'),
    address: z.string().describe('Address that was asked'),
    state: askedStateSchema,
    because: z.string().describe('What the state rests on'),
    name: z.string().nullable().describe('Registered or usual name of the number, which proves nothing'),
    service: serviceSchema.nullable().describe('What answers; null where it was not identified'),
    listener: listenerSchema.nullable().describe('Who listens there, on this machine'),
    expectation: expectationSchema.describe(
      'How it compares with the policy file; null without one, and in a line of NDJSON that is written before all is known',
    ),
    checks: z.array(checkResultSchema).describe('What checks said'),
  })
  .meta({ id: 'audit-port', description: 'A port of a host at one address' }) satisfies z.ZodType<PortResult>;

const hostSchema = z
  .strictObject({
    name: z.string().describe('Name in the policy file, or the target as it was written'),
    addresses: z
      .array(
        z.strictObject({
          address: z.string().describe('Address'),
          vantage: vantageSchema.describe('From where it was asked'),
        }),
      )
      .describe('Its addresses'),
    ports: z.array(portResultSchema).describe('Its ports, one for each address'),
  })
  .meta({ id: 'audit-host', description: 'A host that was audited' }) satisfies z.ZodType<HostResult>;

export const refusalSchema = z
  .strictObject({
    address: z.string().describe('Address that nothing was sent to'),
    reason: z.string().describe('Why not'),
    remedy: z.string().nullable().describe('Line or flag that lets it be asked; null where nothing does'),
  })
  .meta({ id: 'refusal', description: 'What the scope does not let be asked' }) satisfies z.ZodType<Refusal>;

export const auditSummarySchema = z
  .strictObject({
    hosts: count.describe('Hosts that were asked'),
    open: count.describe('Ports that answer'),
    expected: count.describe('Ports that are as agreed'),
    unexpected: count.describe('Ports that answer and should not'),
    missing: count.describe('Ports that should answer and do not'),
    waived: count.describe('Findings that a waiver excuses'),
    failing: count.describe('Findings that make the audit fail'),
    passes: z.boolean().describe('Whether no finding fails and all could be looked at'),
  })
  .meta({ id: 'audit-summary', description: 'The sums of an audit' }) satisfies z.ZodType<AuditSummary>;

export const auditSchema = answerDocument('audit', {
  policy: z.string().nullable().describe('The policy file; null without one'),
  summary: auditSummarySchema.describe('The sums'),
  hosts: z.array(hostSchema).describe('The hosts with their ports'),
  findings: z.array(auditFindingSchema).describe('What is exposed or not as agreed, the worst last'),
  refusals: z.array(refusalSchema).describe('What the scope does not let be asked'),
  gaps: z.array(z.string()).describe('What could not be looked at, a sentence each'),
  notes: z.array(z.string()).describe('What else is to be known of how it was looked, a sentence each'),
}) satisfies z.ZodType<AuditDocument>;
