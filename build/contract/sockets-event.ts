import * as z from 'zod';
import type { SocketEvent, TickEvent } from '../../src/cli/watch/events.ts';
import type { Difference } from '../../src/sockets/watch/compare.ts';
import { count, isoTime } from './parts.ts';
import { socketSchema } from './sockets.ts';

const difference = z.enum(['state', 'queues', 'user', 'owner']) satisfies z.ZodType<Difference>;

const changeSchema = z
  .strictObject({
    type: z.enum(['open', 'close', 'change']).describe('It came, went, or is not what it was'),
    at: isoTime.describe('When the look was that noticed, ISO time'),
    differences: z.array(difference).describe('What is different; empty unless it changed'),
    ...socketSchema.shape,
  })
  .meta({
    id: 'socket-event',
    description: 'One socket as it is, or as it was at the look before when it is gone',
  }) satisfies z.ZodType<SocketEvent>;

const tickSchema = z
  .strictObject({
    type: z.literal('tick').describe('The end of a look'),
    at: isoTime.describe('When it was, ISO time'),
    sockets: count.describe('Watched sockets that are there'),
    opened: count.describe('How many came'),
    closed: count.describe('How many went'),
    changed: count.describe('How many changed'),
    interval: count.describe('Milliseconds to the next look: more than asked for where a look costs too much'),
  })
  .meta({ id: 'tick', description: 'The end of a look, with what it found' }) satisfies z.ZodType<TickEvent>;

/** A line of `sockets --watch`, which type tells. */
export const socketEventSchema = z.discriminatedUnion('type', [changeSchema, tickSchema]);
