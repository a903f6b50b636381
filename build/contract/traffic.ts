import * as z from 'zod';
import type { TrafficDocument } from '../../src/cli/documents.ts';
import type { InputSummary, NoiseShare, TrafficSummary } from '../../src/traffic/report/traffic-report.ts';
import { answerDocument } from './envelope.ts';
import { count, isoTime } from './parts.ts';
import { timelineSchema, trafficFindingSchema } from './traffic-finding.ts';

const inputSchema = z
  .strictObject({
    name: z.string().describe('The file as it was asked for, or standard input'),
    format: z.string().nullable().describe('What it was read as; null where that is not known'),
    others: z.array(z.string()).describe('What it could also be: --input-format says which'),
    bytes: count.describe('Bytes of it, unpacked'),
    records: count.describe('Lines, packets or records'),
    silent: count.describe('Records of the format without an event: headings, comments'),
    malformed: count.describe('Records that were not understood'),
    firstMalformed: z.array(count).describe('Numbers of the first of those; at most 8'),
    foreign: z.record(z.string(), count).describe('Lines of others, by the program that wrote them'),
    notes: z.array(z.string()).describe('What to know of it: cut off, damaged, sampled'),
    error: z.string().nullable().describe('Why it could not be read; null where it could'),
  })
  .meta({ id: 'traffic-input', description: 'An input and what became of it' }) satisfies z.ZodType<InputSummary>;

const noiseSchema = z
  .strictObject({
    pattern: z.string().describe('Id of the harmless pattern'),
    title: z.string().describe('What it is'),
    events: count.describe('Events of it'),
    label: z.string().describe('Log prefix or rule that wrote most of it; empty where there is none'),
  })
  .meta({ id: 'noise-share', description: 'A part of the harmless traffic' }) satisfies z.ZodType<NoiseShare>;

export const summarySchema = z
  .strictObject({
    inputs: z.array(inputSchema).describe('What was read, in the order in which it was asked for'),
    events: count.describe('Events of all inputs; the next four together are as many'),
    first: isoTime.nullable().describe('The earliest, ISO time; null where the log has no times'),
    last: isoTime.nullable().describe('The latest, ISO time'),
    harmless: count.describe('Events that are noise'),
    explained: count.describe('Events that findings explain'),
    strays: count.describe('Single knocks of strangers'),
    ordinary: count.describe('Conversations that nothing speaks against'),
    unexplained: count.describe('All others'),
    noise: z.array(noiseSchema).describe('What the harmless part is made of, most first'),
    unexplainedPorts: z
      .array(
        z.strictObject({
          port: z.string().describe('A port with its transport, or a protocol without ports'),
          events: count.describe('Events to it'),
        }),
      )
      .describe('Ports with the most events that nothing explains'),
    roles: z.record(z.string(), count).describe('By what it was judged which end is yours, with events'),
    timeline: timelineSchema.describe('All events over time'),
    cannotTell: z.array(z.string()).describe('What these formats cannot say, a sentence each'),
    limits: z.array(z.string()).describe('What had to be forgotten for want of room, a sentence each'),
    baseline: z
      .strictObject({
        generatedAt: isoTime.describe('When the saved report was made, ISO time'),
        known: count.describe('Findings that it had, at least as severe'),
        new: count.describe('Findings that it had not'),
        gone: count.describe('Findings of it that are not there any more'),
      })
      .nullable()
      .describe('What --baseline says; null without it'),
  })
  .meta({ id: 'traffic-summary', description: 'The sums of a report' }) satisfies z.ZodType<TrafficSummary>;

/** What `traffic --json` says, and `report --json` as a part. */
export const trafficShape = {
  summary: summarySchema.describe('What was read and how much of it is understood'),
  findings: z.array(trafficFindingSchema).describe('What deserves a look, the worst last'),
};

export const trafficSchema = answerDocument('traffic', trafficShape) satisfies z.ZodType<TrafficDocument>;

/** A line of `traffic --ndjson`: a finding, or at the end the sums. */
export const trafficRowSchema = z.union([
  trafficFindingSchema,
  z
    .strictObject({ summary: summarySchema.describe('What was read and how much of it is understood') })
    .meta({ id: 'traffic-sums', description: 'The last line' }),
]);
