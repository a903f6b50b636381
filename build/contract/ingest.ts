import * as z from 'zod';
import type { IngestDocument } from '../../src/cli/documents.ts';
import type { IngestedInput } from '../../src/ingest/account.ts';
import type { DeliveryStatus } from '../../src/ingest/delivery.ts';
import { answerDocument } from './envelope.ts';
import { count } from './parts.ts';

const inputSchema = z
  .strictObject({
    name: z.string().describe('The input as it was asked for'),
    format: z.string().nullable().describe('What it was read as; null where nothing was read, or that is not known'),
    records: count.describe('Lines, packets or records that were read'),
    malformed: count.describe('Of these, records that were not understood'),
    firstMalformed: z.array(count).describe('Numbers of the first of those; at most 8'),
    other: count.describe('Of these, records of something else, and records without an event'),
    events: count.describe('Events in what was read; live inputs are counted together, at the first'),
    already: count.describe('Of these, events that an earlier run had stored'),
    untimed: count.describe('Of these, events without a time, which are not stored'),
    dropped: count.describe('Events, datagrams or packets that came when there was no room for them'),
    notes: z.array(z.string()).describe('What to know of it, a sentence each'),
    error: z.string().nullable().describe('Why it could not be read; null where it could'),
  })
  .meta({ id: 'ingested-input', description: 'An input and what became of it' }) satisfies z.ZodType<IngestedInput>;

const deliverySchema = z
  .strictObject({
    sink: z.string().describe('The store or the collector'),
    delivered: count.describe('Events that it took'),
    duplicates: count.describe('Events that it had already, from a run that was cut short'),
    refused: count.describe('Batches that it will never take, and that were set aside'),
    spoolBytes: count.describe('Bytes that wait in the spool'),
    oldestSeconds: z.number().nonnegative().describe('Seconds for which the oldest of them has been waiting'),
    trouble: z.string().nullable().describe('What keeps batches from being delivered; null where nothing does'),
  })
  .meta({
    id: 'delivery-status',
    description: 'The way from the spool to the store',
  }) satisfies z.ZodType<DeliveryStatus>;

export const ingestSchema = answerDocument('ingest', {
  inputs: z.array(inputSchema).describe('What was read, in the order in which it was asked for'),
  spooled: count.describe('Events that went into the spool'),
  delivery: deliverySchema.describe('What became of the spool, of this run and of earlier ones'),
  isDelivered: z.boolean().describe('Whether everything was stored; what was not waits in the spool'),
}) satisfies z.ZodType<IngestDocument>;
