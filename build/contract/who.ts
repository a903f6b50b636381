import * as z from 'zod';
import type { PortBinding, PortHolder, WhoDocument, WhoRecord } from '../../src/cli/documents.ts';
import { answerDocument } from './envelope.ts';
import { localSchema } from './local.ts';
import { count, port, socketTransport } from './parts.ts';
import { dualStack, exposure, exposureReason, owner, processSchema } from './sockets.ts';

const pid = z.int().min(1);

const bindingSchema = z
  .strictObject({
    addresses: z.array(z.string()).describe('The addresses'),
    exposure,
    exposureReason,
    dualStack,
    sockets: count.describe('How many sockets: more than addresses in a SO_REUSEPORT group'),
    owner,
    user: z.string().nullable().describe('Login name of the user of the sockets; null when this machine has none'),
    uid: count.describe('User id of the sockets'),
    pids: z.array(pid).describe('Processes that hold them; empty unless the owner is visible'),
  })
  .meta({
    id: 'binding',
    description: 'Sockets of the port that the same processes hold',
  }) satisfies z.ZodType<PortBinding>;

const holderSchema = z
  .strictObject({
    ...processSchema.omit({ fd: true }).shape,
    folder: z.string().nullable().describe('The folder it works in; null when it may not be seen'),
    sharesWith: pid.nullable().describe('Its parent, where that holds the port too; null when it does not'),
    ancestors: z
      .array(
        processSchema
          .pick({ pid: true, name: true, command: true, unit: true })
          .meta({ id: 'ancestor', description: 'A process that started another' }),
      )
      .describe('Its parent, then whatever started that, up to process 1'),
    startedBy: z.string().nullable().describe('systemd unit nearest to it: its own, else that of an ancestor'),
  })
  .meta({ id: 'port-holder', description: 'A process that waits on the port' }) satisfies z.ZodType<PortHolder>;

export const whoRecordSchema = z.strictObject({
  port: port.describe('The port'),
  transport: socketTransport.describe('The transport'),
  held: z.boolean().describe('Whether anybody waits on it'),
  service: z.string().nullable().describe('What the port is known for; null when for nothing, or when nobody holds it'),
  title: z.string().nullable().describe('The same in a few words; null when nobody wrote any'),
  note: localSchema.nullable().describe('What the user says of the port; null when nothing'),
  ephemeral: z.boolean().describe("Whether the port is in this host's range for outgoing connections"),
  clients: count.describe('Connections on the port, which do not hold it'),
  bindings: z.array(bindingSchema).describe('The sockets that wait on it'),
  holders: z.array(holderSchema).describe('Every process that holds one of those, by pid'),
}) satisfies z.ZodType<WhoRecord>;

export const whoSchema = answerDocument('who', {
  ports: z
    .array(whoRecordSchema.meta({ id: 'port-use', description: 'Who waits on one port' }))
    .describe('The ports asked for; of a range, those that are held'),
  gaps: z.array(z.string()).describe('What could not be seen and why, a sentence each'),
}) satisfies z.ZodType<WhoDocument>;
