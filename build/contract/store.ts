import * as z from 'zod';
import type { StoreBackupDocument, StoreDropDocument, StoreStatsDocument } from '../../src/cli/documents.ts';
import type { SensorInBrief } from '../../src/store/summary.ts';
import { answerDocument } from './envelope.ts';
import { count } from './parts.ts';

const day = z.iso.date();
const place = z.string().describe('Where the store is: a folder, or servers and a database');
const tableRows = z
  .strictObject({
    events: count.describe('What logs, flows and captures told'),
    listeners: count.describe('What listened, at each snapshot'),
    verdicts: count.describe('What audits found'),
    findings: count.describe('Findings of all lenses'),
  })
  .meta({ id: 'store-rows', description: 'Rows of each table' }) satisfies z.ZodType<StoreStatsDocument['rows']>;

const sensorInBrief = z
  .strictObject({
    number: z.int().min(0).max(65_535).describe('Number of the sensor; 0 is the machine of the store'),
    name: z.string().nullable().describe('Its name; null where it was given none'),
    events: count.describe('Its rows of events'),
  })
  .meta({ id: 'sensor-in-brief', description: 'A sensor of the store' }) satisfies z.ZodType<SensorInBrief>;

export const storeStatsSchema = answerDocument('store-stats', {
  store: place,
  engine: z.enum(['duckdb', 'clickhouse']).describe('What keeps it'),
  rows: tableRows.describe('Rows of each table'),
  ledgerRows: count
    .nullable()
    .describe(
      'Rows of all batches that were acknowledged, as many as the tables have together; null where it cannot be said',
    ),
  bytes: count.describe('Bytes on disk; of a cluster, of one copy'),
  bytesPerEvent: z
    .number()
    .nonnegative()
    .nullable()
    .describe('All bytes for each row of events; null where there are none'),
  oldestDay: day.nullable().describe('Day of the oldest events, UTC; null where there are none'),
  newestDay: day.nullable().describe('Day of the newest events, UTC; null where there are none'),
  days: count.describe('Days that have events'),
  sensors: z.array(sensorInBrief).describe('Sensors that have a name or events, by their numbers'),
  isPartial: z.boolean().describe('Whether part of the store could not be asked for days and sensors'),
}) satisfies z.ZodType<StoreStatsDocument>;

export const storeBackupSchema = answerDocument('store-backup', {
  did: z.enum(['backup', 'restore']).describe('Whether the backup was written, or a store made of it'),
  store: place,
  folder: z.string().describe('The folder of the backup'),
  rows: count.describe('Rows of events, listeners, verdicts and findings'),
  files: count.describe('Files of the backup'),
  bytes: count.describe('Bytes of these files'),
}) satisfies z.ZodType<StoreBackupDocument>;

export const storeDropSchema = answerDocument('store-drop', {
  store: place,
  before: day.describe('The first day that is kept, UTC'),
  rows: tableRows.describe('Rows of each table that were of days before it'),
  days: z.array(day).describe('The days that were dropped'),
}) satisfies z.ZodType<StoreDropDocument>;
