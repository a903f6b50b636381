import * as z from 'zod';
import type { ReportDocument } from '../../src/cli/documents.ts';
import { SEVERITIES } from '../../src/findings/finding.ts';
import { STANDINGS, type Asked, type Knock, type PortRow } from '../../src/report/joined-report.ts';
import { auditSchema, askedStateSchema, expectationSchema } from './audit.ts';
import { answerDocument } from './envelope.ts';
import { glanceShape } from './glance.ts';
import { count, port, socketTransport } from './parts.ts';
import { trafficShape } from './traffic.ts';

const knockSchema = z
  .strictObject({
    finding: count.describe('Place in traffic.findings, from 0'),
    events: count.describe('Events to this port, of those whose port was kept'),
    standing: z
      .enum(STANDINGS)
      .describe(
        'reached: it got through to what listens here; listening: it went to what listens here; nothing: nothing that others can reach listens there; elsewhere: it was about another host',
      ),
    urgency: z.enum(SEVERITIES).describe('How urgent it is, now that it is known what listens here'),
  })
  .meta({ id: 'knock', description: 'A finding of the logs about a port' }) satisfies z.ZodType<Knock>;

const askedSchema = z
  .strictObject({
    address: z.string().describe('Address that was asked'),
    state: askedStateSchema,
    expectation: expectationSchema.describe('How it compares with the policy file; null without one'),
    exposed: z.array(z.string()).describe('Ids of the checks that found it exposed'),
  })
  .meta({ id: 'asked', description: 'What an audit said of a port at one address' }) satisfies z.ZodType<Asked>;

const rowSchema = z
  .strictObject({
    host: z.string().nullable().describe('The host as the audit calls it; null for this machine'),
    port: port.describe('The port'),
    transport: socketTransport.describe('The transport'),
    service: z.string().nullable().describe('What the port is known for; null where for nothing'),
    urgency: z.enum(SEVERITIES).nullable().describe('The most urgent thing in the row; null where nothing is'),
    listeners: z.array(count).describe('Places in glance.listeners, from 0'),
    knocks: z.array(knockSchema).describe('Findings of the logs, the most urgent first'),
    asked: z.array(askedSchema).describe('What the audit said, an address each'),
    verdicts: z.array(count).describe('Places in audit.findings, from 0; the worst first, without those waived'),
  })
  .meta({ id: 'port-row', description: 'All that is known of one port of one host' }) satisfies z.ZodType<PortRow>;

export const reportSchema = answerDocument('report', {
  glance: z
    .strictObject(glanceShape)
    .meta({ id: 'glance-part', description: 'What portolan --json says' })
    .describe('What listens on this machine'),
  traffic: z
    .strictObject(trafficShape)
    .meta({ id: 'traffic-part', description: 'What portolan traffic --json says' })
    .nullable()
    .describe('What the logs show; null where none was read. Findings that reached what listens here stand later'),
  audit: auditSchema
    .meta({ id: 'audit-part', description: 'What portolan audit --json said' })
    .nullable()
    .describe('The audit that was given; null where none was'),
  ports: z.array(rowSchema).describe('By host and port; the most urgent last'),
  elsewhere: count.describe('Findings of the logs that are about none of these hosts'),
  limits: z.array(z.string()).describe('What joining them cannot tell, a sentence each'),
}) satisfies z.ZodType<ReportDocument>;
