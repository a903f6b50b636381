/** What a file in `knowledge/patterns/` must look like; `src/knowledge/pattern.ts` says what the fields mean. */
import * as z from 'zod';
import { ALGORITHMS, PAYLOAD_FIELDS, PORT_SETS, type Pattern } from '../../src/knowledge/pattern.ts';
import { PORT_RANGE } from '../../src/net/port-pattern.ts';
import { parsePortRange } from '../../src/net/port.ts';
import {
  adviceSchema,
  claimId,
  isoDate,
  kebabCase,
  sentence,
  sourced,
  statement,
  techniqueId,
} from './schema-parts.ts';

const severity = z.enum(['info', 'low', 'medium', 'high', 'critical']).describe('How bad it is when it is true');
const confidence = z.enum(['low', 'medium', 'high']).describe('How well the sign carries the verdict by itself');
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhd]$/, 'not a time such as 10s, 5m, 1h or 1d')
  .describe('A time: 10s, 5m, 1h, 1d');
const portNumber = z.int().min(0).max(65_535);
const portSet = z.union([
  portNumber,
  z
    .string()
    .refine(
      (text) => (PORT_SETS as readonly string[]).includes(text) || parsePortRange(text) !== null,
      `not a range such as 6000-6063, nor one of ${PORT_SETS.join(', ')}`,
    )
    .meta({ pattern: `^(${PORT_SETS.join('|')}|${PORT_RANGE})$` }),
]);
const ports = z.array(portSet).min(1);
const addresses = z
  .array(
    z.enum([
      'own',
      'foreign',
      'private',
      'public',
      'loopback',
      'unspecified',
      'multicast',
      'limited-broadcast',
      'subnet-broadcast',
      'subnet-zero',
    ]),
  )
  .min(1);
const isFilled = (parts: object): boolean => Object.keys(parts).length > 0;
/** Not said of parts that are only misspelt: that is a fault of its own. */
const orElse = (error: string) => ({ error, when: ({ issues }: z.core.ParsePayload) => issues.length === 0 });
const bounds = z
  .strictObject({
    atLeast: z.number().describe('Lower bound, included').exactOptional(),
    atMost: z.number().describe('Upper bound, included').exactOptional(),
  })
  .refine(isFilled, orElse('needs atLeast, atMost or both'))
  .meta({ minProperties: 1 });

const condition = z
  .strictObject({
    transport: z
      .array(z.enum(['tcp', 'udp', 'sctp', 'dccp', 'icmp', 'icmpv6', 'igmp']))
      .min(1)
      .describe('Transport or control protocol')
      .exactOptional(),
    sport: ports.describe('Source port').exactOptional(),
    dport: ports.describe('Destination port').exactOptional(),
    source: addresses.describe('Source address, as a class seen from the sensor').exactOptional(),
    destination: addresses.describe('Destination address, as a class seen from the sensor').exactOptional(),
    flags: z
      .array(
        z.enum(['syn', 'syn-ack', 'ack', 'rst', 'rst-ack', 'fin', 'fin-ack', 'push-ack', 'null', 'xmas', 'syn-fin']),
      )
      .min(1)
      .describe('TCP flags of the packet, exactly these, ECN aside')
      .exactOptional(),
    outcome: z
      .array(z.enum(['allowed', 'dropped', 'rejected', 'answered', 'refused', 'unanswered', 'unknown']))
      .min(1)
      .describe('What became of it, as far as the log says')
      .exactOptional(),
    direction: z
      .array(z.enum(['in', 'out', 'forward']))
      .min(1)
      .describe('Into the sensor, out of it, or through it')
      .exactOptional(),
    icmp: z
      .array(z.string().regex(/^\d{1,3}(\/\d{1,3})?$/, 'not an ICMP type such as 8, or type and code such as 3/3'))
      .min(1)
      .describe('ICMP type, or type and code: 8, 3/3')
      .exactOptional(),
    fragment: z.boolean().describe('A fragment that is not the first, and so without ports').exactOptional(),
    bytes: bounds.describe('Length of the packet, or bytes of the flow in its own direction').exactOptional(),
    bytesBack: bounds.describe('Bytes of the answer, where the log has both directions').exactOptional(),
    sequenceIsDestination: z
      .boolean()
      .describe('Whether the TCP sequence number is the destination address, as Mirai writes it')
      .exactOptional(),
    payload: z
      .partialRecord(z.enum(PAYLOAD_FIELDS), z.array(z.union([z.string().min(1), z.number()])).min(1))
      .refine(isFilled, orElse('names no field'))
      .meta({ minProperties: 1, description: 'What a decoder that reads payloads found, by field' })
      .exactOptional(),
  })
  .refine(isFilled, orElse('a condition without parts holds for every event'))
  .meta({
    id: 'condition',
    minProperties: 1,
    description: 'Holds when every part of it holds; a list holds when one of its members does',
  });

const precedent = z.strictObject({
  when: condition.describe('What the earlier event was'),
  between: z
    .enum(['same', 'reversed', 'served'])
    .describe('In the same direction between the two ends, in the other, or from anybody to the source of this one'),
  within: duration.describe('How long before: 10s, 5m, 1h, 1d'),
});

const need = z
  .strictObject({
    events: z.int().min(1).describe('At least so many events').exactOptional(),
    distinct: z
      .partialRecord(z.enum(['source', 'destination', 'sport', 'dport']), z.int().min(2))
      .refine(isFilled, orElse('counts nothing'))
      .meta({ minProperties: 1, description: 'At least so many different ones of each' })
      .exactOptional(),
    few: z
      .partialRecord(z.enum(['source', 'destination', 'sport', 'dport']), z.int().min(1))
      .refine(isFilled, orElse('counts nothing'))
      .meta({ minProperties: 1, description: 'At most so many different ones, of fields that distinct does not count' })
      .exactOptional(),
    ports: z
      .strictObject({
        of: z.array(portNumber).min(2).describe('The ports'),
        atLeast: z.int().min(2).describe('How many of them'),
      })
      .refine(({ of, atLeast }) => atLeast <= of.length, 'more ports are needed than are listed')
      .describe('At least so many of these ports were touched')
      .exactOptional(),
    share: z
      .strictObject({
        when: condition.describe('The further condition'),
        atLeast: z.number().gt(0).max(1).describe('The share, up to 1'),
      })
      .describe("Share of the group's events that meets a further condition")
      .exactOptional(),
    within: duration.describe('All of it within this time: 10s, 5m, 1h, 1d'),
  })
  .refine((parts) => Object.keys(parts).length > 1, orElse('a need without a count is met by every event'))
  .meta({ minProperties: 2, description: 'What a group of events must reach' });

const countSign = z.strictObject({
  by: z.literal('count').describe('A test of events that needs nothing but counting'),
  shows: sentence.describe('What the sign shows'),
  when: condition.describe('The events it looks at'),
  unless: z.array(condition).min(1).describe('None of these may hold').exactOptional(),
  per: z
    .enum(['event', 'source', 'destination', 'pair', 'source-dport', 'service', 'sensor'])
    .describe('The events that are counted together'),
  need: need.exactOptional(),
  after: precedent.describe('An event that must have been seen before').exactOptional(),
  notAfter: precedent.describe('An event that may not have been seen before').exactOptional(),
  confidence,
  severity: severity.exactOptional(),
});

const algorithmSign = z.strictObject({
  by: z.literal('algorithm').describe('A test that needs a memory of its own'),
  shows: sentence.describe('What the sign shows'),
  algorithm: z.enum(ALGORITHMS).describe('Name of the algorithm'),
  when: condition.describe('The events it looks at'),
  unless: z.array(condition).min(1).describe('None of these may hold').exactOptional(),
  with: z.record(z.string(), z.union([z.number(), z.string()])).describe('Its parameters'),
  confidence,
  severity: severity.exactOptional(),
});

const socketSign = z.strictObject({
  by: z.literal('sockets').describe('A finding that shows the same thing on this machine'),
  shows: sentence.describe('What the sign shows'),
  rule: z
    .string()
    .regex(/^sockets\.[a-z-]+$/, 'not a rule of the sockets lens such as sockets.exposed-service')
    .describe('Id of the finding'),
});

const lookalike = z
  .strictObject({
    text: sentence.describe('What it is instead'),
    tell: sentence.describe('The observation that decides'),
    ...sourced,
  })
  .meta({ id: 'lookalike', description: 'What looks like the pattern and is not' });

export const patternSchema = z.strictObject({
  id: kebabCase.describe("The file's name: fraggle"),
  title: z.string().min(1).max(80).describe('Name in one line'),
  aliases: z.array(z.string().min(1)).describe('Other names').default([]),
  kind: z
    .enum(['harmless', 'scan', 'login', 'reflection', 'worm', 'theft', 'misuse', 'exposure'])
    .describe('What is being tried; harmless patterns exist to be told apart'),
  severity,
  meaning: statement.describe('What it means when it is seen'),
  signs: z
    .array(z.discriminatedUnion('by', [countSign, algorithmSign, socketSign]))
    .min(1)
    .describe('Any one of them shows the pattern'),
  innocent: z.array(lookalike).min(1).describe('What looks like it and is not'),
  advice: z.array(adviceSchema).min(1).describe('What to do'),
  attack: z.array(techniqueId).describe('MITRE ATT&CK technique ids').default([]),
  claims: z.array(claimId).describe('Ids of the claims of the source documents about it').default([]),
  revised: isoDate.describe('Day on which the text was last revised'),
}) satisfies z.ZodType<Pattern>;
