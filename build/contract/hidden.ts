import * as z from 'zod';
import type { HiddenDocument } from '../../src/cli/documents.ts';
import type { HiddenPort, NotLooked } from '../../src/sockets/hidden/report.ts';
import { answerDocument } from './envelope.ts';
import { findingSchema } from './finding.ts';
import { count, port, socketTransport } from './parts.ts';

const family = z.enum(['ipv4', 'ipv6']);

export const hiddenPortSchema = z.strictObject({
  port: port.describe('The port'),
  transport: socketTransport.describe('The transport'),
  families: z.array(family).describe('Address families in which it cannot be bound'),
  where: z
    .enum(['loopback', 'other-address'])
    .describe('Whether loopback is held, and so perhaps every address, or only another address of this host'),
  verdict: z
    .enum(['bound-not-listening', 'answers', 'not-in-table'])
    .describe('What it most likely is: an idle bound socket, a listener that no table shows, UDP that no table shows'),
  explanation: z.string().describe('The verdict in a sentence'),
}) satisfies z.ZodType<HiddenPort>;

const notLookedSchema = z
  .strictObject({
    from: port.describe('First port'),
    to: port.describe('Last port, included'),
    transport: socketTransport.describe('The transport'),
    family: family.describe('The address family'),
    reason: z
      .enum(['not-permitted', 'no-family', 'table-not-read', 'failed'])
      .describe('Why; no-family is no gap, for this host has no such addresses'),
  })
  .meta({ id: 'not-looked', description: 'Ports that were not looked at' }) satisfies z.ZodType<NotLooked>;

const perTransport = z.strictObject({ tcp: count.describe('TCP ports'), udp: count.describe('UDP ports') });

export const hiddenSchema = answerDocument('hidden', {
  from: port.describe('First port of the search'),
  to: port.describe('Last port of it, included'),
  probed: perTransport.describe('Ports that were probed in one address family or both'),
  shown: perTransport.describe('Ports that visible sockets hold in every family: a hidden one beside cannot be told'),
  explained: count.describe('Ports held at the first look that a second look explained: they came or went meanwhile'),
  hidden: z
    .array(
      hiddenPortSchema.meta({
        id: 'hidden-port',
        description: 'A port that cannot be bound though no table shows why',
      }),
    )
    .describe('What was found, by port; empty when nothing'),
  notLooked: z.array(notLookedSchema).describe('What was not looked at and why'),
  complete: z.boolean().describe('Whether every port was looked at that this host has'),
  findings: z.array(findingSchema).describe('The same as findings, one a port'),
  limits: z.array(z.string()).describe('What this search cannot see, a sentence each'),
}) satisfies z.ZodType<HiddenDocument>;
