import * as z from 'zod';
import type { LiveFindingEvent, LiveSummaryEvent } from '../../src/cli/commands/traffic/live-events.ts';
import { summarySchema } from './traffic.ts';
import { trafficFindingSchema } from './traffic-finding.ts';

const findingEventSchema = z
  .strictObject({
    type: z.enum(['finding', 'update']).describe('finding the first time it is told, update when it is told again'),
    reason: z
      .enum(['new', 'count', 'severity', 'end'])
      .describe('Why it is told: it is new, has ten times the events or targets, is more severe, or reading has ended'),
    ...trafficFindingSchema.shape,
  })
  .meta({
    id: 'traffic-live-finding',
    description: 'A finding by then; a later line about the same pattern and subject is about the same finding',
  }) satisfies z.ZodType<LiveFindingEvent>;

const summaryEventSchema = z
  .strictObject({
    type: z.literal('summary').describe('The end of reading'),
    summary: summarySchema.describe('What was read and how much of it is understood'),
  })
  .meta({ id: 'traffic-live-summary', description: 'The last line' }) satisfies z.ZodType<LiveSummaryEvent>;

/** A line of live reading with --ndjson, which type tells. */
export const trafficLiveEventSchema = z.union([findingEventSchema, summaryEventSchema]);
