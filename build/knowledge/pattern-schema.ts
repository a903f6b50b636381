/** What a file in `knowledge/patterns/` must look like; `src/knowledge/pattern.ts` says what the fields mean. */
import * as z from 'zod';
import { ALGORITHMS, PAYLOAD_FIELDS, PORT_SETS, type Pattern } from '../../src/knowledge/pattern.ts';
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

const severity = z.enum(['info', 'low', 'medium', 'high', 'critical']);
const confidence = z.enum(['low', 'medium', 'high']);
const duration = z.string().regex(/^[1-9]\d{0,4}[smhd]$/, 'not a time such as 10s, 5m, 1h or 1d');
const portNumber = z.int().min(0).max(65_535);
const portSet = z.union([
  portNumber,
  z
    .string()
    .refine(
      (text) => (PORT_SETS as readonly string[]).includes(text) || parsePortRange(text) !== null,
      `not a range such as 6000-6063, nor one of ${PORT_SETS.join(', ')}`,
    ),
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
const bounds = z.strictObject({ atLeast: z.number().exactOptional(), atMost: z.number().exactOptional() });

const condition = z
  .strictObject({
    transport: z
      .array(z.enum(['tcp', 'udp', 'sctp', 'dccp', 'icmp', 'icmpv6', 'igmp']))
      .min(1)
      .exactOptional(),
    sport: ports.exactOptional(),
    dport: ports.exactOptional(),
    source: addresses.exactOptional(),
    destination: addresses.exactOptional(),
    flags: z
      .array(
        z.enum(['syn', 'syn-ack', 'ack', 'rst', 'rst-ack', 'fin', 'fin-ack', 'push-ack', 'null', 'xmas', 'syn-fin']),
      )
      .min(1)
      .exactOptional(),
    outcome: z
      .array(z.enum(['allowed', 'dropped', 'rejected', 'answered', 'refused', 'unanswered', 'unknown']))
      .min(1)
      .exactOptional(),
    direction: z
      .array(z.enum(['in', 'out', 'forward']))
      .min(1)
      .exactOptional(),
    icmp: z
      .array(z.string().regex(/^\d{1,3}(\/\d{1,3})?$/, 'not an ICMP type such as 8, or type and code such as 3/3'))
      .min(1)
      .exactOptional(),
    fragment: z.boolean().exactOptional(),
    bytes: bounds.exactOptional(),
    bytesBack: bounds.exactOptional(),
    sequenceIsDestination: z.boolean().exactOptional(),
    payload: z
      .partialRecord(z.enum(PAYLOAD_FIELDS), z.array(z.union([z.string().min(1), z.number()])).min(1))
      .exactOptional(),
  })
  .refine((parts) => Object.keys(parts).length > 0, 'a condition without parts holds for every event');

const precedent = z.strictObject({ when: condition, between: z.enum(['same', 'reversed']), within: duration });

const need = z.strictObject({
  events: z.int().min(1).exactOptional(),
  distinct: z.partialRecord(z.enum(['source', 'destination', 'sport', 'dport']), z.int().min(2)).exactOptional(),
  ports: z.strictObject({ of: z.array(portNumber).min(2), atLeast: z.int().min(2) }).exactOptional(),
  share: z.strictObject({ when: condition, atLeast: z.number().gt(0).max(1) }).exactOptional(),
  within: duration,
});

const countSign = z.strictObject({
  by: z.literal('count'),
  shows: sentence,
  when: condition,
  unless: z.array(condition).min(1).exactOptional(),
  per: z.enum(['event', 'source', 'destination', 'pair', 'source-dport', 'service', 'sensor']),
  need: need.exactOptional(),
  after: precedent.exactOptional(),
  notAfter: precedent.exactOptional(),
  confidence,
  severity: severity.exactOptional(),
});

const algorithmSign = z.strictObject({
  by: z.literal('algorithm'),
  shows: sentence,
  algorithm: z.enum(ALGORITHMS),
  when: condition,
  unless: z.array(condition).min(1).exactOptional(),
  with: z.record(z.string(), z.union([z.number(), z.string()])),
  confidence,
  severity: severity.exactOptional(),
});

const socketSign = z.strictObject({
  by: z.literal('sockets'),
  shows: sentence,
  rule: z.string().regex(/^sockets\.[a-z-]+$/, 'not a rule of the sockets lens such as sockets.exposed-service'),
});

export const patternSchema = z.strictObject({
  id: kebabCase,
  title: z.string().min(1).max(80),
  aliases: z.array(z.string().min(1)).default([]),
  kind: z.enum(['harmless', 'scan', 'login', 'reflection', 'worm', 'theft', 'misuse', 'exposure']),
  severity,
  meaning: statement,
  signs: z.array(z.discriminatedUnion('by', [countSign, algorithmSign, socketSign])).min(1),
  innocent: z.array(z.strictObject({ text: sentence, tell: sentence, ...sourced })).min(1),
  advice: z.array(adviceSchema).min(1),
  attack: z.array(techniqueId).default([]),
  claims: z.array(claimId).default([]),
  revised: isoDate,
}) satisfies z.ZodType<Pattern>;
