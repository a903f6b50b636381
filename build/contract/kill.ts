import * as z from 'zod';
import type { KillDocument, KillHolder } from '../../src/cli/documents.ts';
import type { Refusal } from '../../src/sockets/kill-refusal.ts';
import type { SentSignal } from '../../src/sockets/kill-run.ts';
import type { PortProxy } from '../../src/sockets/port-proxy.ts';
import { answerDocument } from './envelope.ts';
import { count, port, socketTransport } from './parts.ts';
import { processSchema } from './sockets.ts';

const pid = z.int().min(1);
const signal = z.enum(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL']);

const proxySchema = z
  .strictObject({
    program: z.string().describe('The program: docker-proxy'),
    target: z.string().nullable().describe('Where it hands connections on to; null when it does not say'),
    find: z.string().describe('The command that shows which container it is'),
    stop: z.string().describe('The command that stops it'),
  })
  .meta({
    id: 'port-proxy',
    description: 'A process that holds a port for a container',
  }) satisfies z.ZodType<PortProxy>;

const holderSchema = z
  .strictObject({
    ...processSchema.pick({
      pid: true,
      name: true,
      user: true,
      command: true,
      started: true,
      unit: true,
      container: true,
    }).shape,
    alsoWaitsOn: z.array(z.string()).describe('Other ports on which it waits: 5174/tcp'),
    connections: count.describe('Its sockets that have a peer'),
    proxy: proxySchema.nullable().describe('What it is, where it only stands before a container; null when it is none'),
  })
  .meta({
    id: 'kill-holder',
    description: 'A process that holds the port, and what goes with it',
  }) satisfies z.ZodType<KillHolder>;

const refusalSchema = z
  .strictObject({
    reason: z
      .enum([
        'init',
        'self',
        'ancestor',
        'socket-activated',
        'container-proxy',
        'other-user',
        'hidden',
        'no-process',
        'not-identified',
      ])
      .describe('The reason in a word'),
    pid: pid.nullable().describe('Whom it is about; null where no process is known'),
    why: z.string().describe('The reason in a sentence'),
    instead: z.array(z.string()).describe('What to type in its place'),
  })
  .meta({ id: 'refusal', description: 'Why a holder is left alone' }) satisfies z.ZodType<Refusal>;

const sentSchema = z
  .strictObject({
    pid: pid.describe('Process id'),
    signal: signal.describe('The signal'),
    result: z
      .enum(['sent', 'gone', 'replaced', 'denied'])
      .describe('What became of it: replaced means that the pid was another process by then, which got nothing'),
  })
  .meta({ id: 'sent-signal', description: 'A signal and what became of it' }) satisfies z.ZodType<SentSignal>;

export const killSchema = answerDocument('kill', {
  port: port.describe('The port'),
  transport: socketTransport.nullable().describe('The transport; null when nobody holds the port and none was named'),
  held: z.boolean().describe('Whether anybody held it'),
  dryRun: z.boolean().describe('Whether this is only the plan'),
  signal: signal.describe('The first signal'),
  graceSeconds: z.number().min(0).describe('Seconds until SIGKILL'),
  clients: count.describe('Connections on the port, which get no signal'),
  holders: z.array(holderSchema).describe('Who holds it, in the order of the signals'),
  refusals: z.array(refusalSchema).describe('Why nothing is sent; empty when everything may be'),
  outcome: z
    .strictObject({
      signals: z.array(sentSchema).describe('What was sent, in order'),
      free: z.boolean().describe('Whether nothing waits on the port any more'),
      heldBy: z
        .array(
          processSchema
            .pick({ pid: true, name: true, unit: true })
            .meta({ id: 'remaining-holder', description: 'A process that holds the port still, or again' }),
        )
        .describe('Who holds it now'),
    })
    .nullable()
    .describe('What came of it; null when nothing was sent'),
}) satisfies z.ZodType<KillDocument>;
