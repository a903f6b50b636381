import * as z from 'zod';
import type { Evidence, Share, TrafficFinding } from '../../src/traffic/report/traffic-finding.ts';
import { findingSchema } from './finding.ts';
import { count, isoTime } from './parts.ts';

const shareSchema = z
  .strictObject({
    name: z.string().describe('An address, or a port with its transport: 22/tcp'),
    events: count.describe('Events it took part in; 0 where that was not kept'),
  })
  .meta({ id: 'share', description: 'An address or a port with its events' }) satisfies z.ZodType<Share>;

const evidenceSchema = z
  .strictObject({
    input: count.describe('Place in summary.inputs, from 0'),
    record: count.describe('Number of the line, packet or record, from 1'),
    offset: count.describe('Byte at which it begins, in the unpacked input'),
    time: isoTime.nullable().describe('When it was, ISO time; null where the log has none'),
    text: z.string().nullable().describe('As it stands in the input, cut at 500 bytes; null where it is no text'),
  })
  .meta({ id: 'evidence', description: 'A line, packet or record that shows it' }) satisfies z.ZodType<Evidence>;

export const timelineSchema = z
  .strictObject({
    start: isoTime.nullable().describe('Where the first part begins, ISO time; null where the log has no times'),
    seconds: z.number().min(0).describe('Length of each part'),
    counts: z.array(count).describe('Events of each part'),
  })
  .meta({ id: 'timeline', description: 'Events over time' });

export const trafficFindingSchema = z
  .strictObject({
    ...findingSchema.shape,
    first: z.union([isoTime, z.literal('')]).describe('First observation, ISO time; empty where the log has no times'),
    last: z.union([isoTime, z.literal('')]).describe('Last observation, ISO time; empty where the log has no times'),
    pattern: z.string().describe('Id of the pattern: portolan knowledge patterns ID'),
    patternTitle: z.string().describe('What the pattern is called'),
    kind: z.string().describe('Kind of the pattern: scan, flood, worm ...'),
    what: z.string().describe('What was seen, without who did it'),
    why: z.array(z.string()).describe('The tests that it passed, with their numbers'),
    who: z.array(shareSchema).describe('The sources, those with most events first; at most 32'),
    targets: z.array(shareSchema).describe('Where it went, most events first; at most 32'),
    ports: z.array(shareSchema).describe('The ports, most events first; at most 32'),
    counts: z
      .strictObject({
        events: count.describe('Packets, connections or records'),
        packets: count.describe('Packets, as far as they were counted'),
        bytes: count.describe('Bytes, as far as the log has them'),
        gotThrough: count.describe(
          'Events that were let through or answered; more may have been, where many were only counted',
        ),
        sources: count.describe('Different sources'),
        hosts: count.describe('Different targets'),
        ports: count.describe('Different ports'),
        atLeast: z.boolean().describe('Whether there were more of sources, hosts or ports than were counted'),
      })
      .describe('How much of everything'),
    innocent: z
      .array(
        z.strictObject({
          text: z.string().describe('What it could be instead'),
          tell: z.string().describe('The observation that decides'),
        }),
      )
      .describe('What looks like it and is not'),
    records: z.array(evidenceSchema).describe('The first, a sample, the last'),
    query: z.string().describe('Selects its events: portolan traffic FILE --select QUERY'),
    isQueryExact: z.boolean().describe('Whether that selects its events and no others'),
    timeline: timelineSchema.describe('Its events over time'),
    tools: z.array(z.string()).describe('Tools whose marks the packets bear; never proof'),
    isKnown: z.boolean().describe('Whether the report of --baseline had it, at least as severe'),
    limits: z.array(z.string()).describe('What about it is not certain, a sentence each'),
  })
  .meta({ id: 'traffic-finding', description: 'Something that traffic shows' }) satisfies z.ZodType<TrafficFinding>;
