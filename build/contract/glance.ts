import * as z from 'zod';
import type { GlanceDocument } from '../../src/cli/documents.ts';
import type { ListenerRecord } from '../../src/sockets/listener-record.ts';
import { answerDocument } from './envelope.ts';
import { findingSchema } from './finding.ts';
import { localSchema } from './local.ts';
import { count, port, socketTransport } from './parts.ts';
import { dualStack, exposure, exposureReason, owner, processSchema } from './sockets.ts';

export const listenerSchema = z.strictObject({
  port: port.describe('The port'),
  transport: socketTransport.describe('The transport'),
  service: z.string().nullable().describe('What the port is known for; null when for nothing'),
  note: localSchema.nullable().describe('What the user says of the port; null when nothing'),
  exposure,
  exposureReason,
  dualStack,
  addresses: z.array(z.string()).describe('The addresses it is bound to'),
  owner,
  processes: z
    .array(
      processSchema
        .pick({ pid: true, name: true, user: true, command: true, unit: true, container: true })
        .meta({ id: 'holder', description: 'A process that holds the port' }),
    )
    .describe('Who holds it, by pid; empty unless the owner is visible'),
  ephemeral: z.boolean().describe("Whether the port is in this host's range for outgoing connections"),
  findings: z.array(findingSchema).describe('What deserves a look; those the user muted are left out'),
}) satisfies z.ZodType<ListenerRecord>;

/** What `portolan --json` says, and `report --json` as a part. */
export const glanceShape = {
  summary: z
    .strictObject({
      listening: count.describe('Listeners, without sockets that are probably clients'),
      connected: count.describe('Sockets that do not listen'),
      ephemeral: z
        .strictObject({
          from: port.describe('First port of the range for outgoing connections'),
          to: port.describe('Last port of it, included'),
          used: count.describe('Different ports of it in use, in the fuller of TCP and UDP'),
          share: z.number().min(0).max(1).describe('The same as a share of the range, 0 to 1'),
        })
        .nullable()
        .describe('Use of the range for outgoing connections; null when the kernel does not show it'),
      owners: z
        .strictObject({
          visible: count.describe('Sockets whose owner was found'),
          hidden: count.describe('Sockets whose owner this user may not see'),
        })
        .describe('How many owners could be seen'),
    })
    .describe('The first line of the screen as numbers'),
  muted: count.describe("Findings that the user's notes silence"),
  listeners: z
    .array(
      listenerSchema.meta({
        id: 'listener',
        description: 'What waits for others on a port: its sockets that the same processes hold',
      }),
    )
    .describe('What listens, by port'),
  gaps: z.array(z.string()).describe('What could not be seen and why, a sentence each'),
};

export const glanceSchema = answerDocument('glance', glanceShape) satisfies z.ZodType<GlanceDocument>;
