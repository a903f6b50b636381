import * as z from 'zod';
import type { ExplainDocument } from '../../src/cli/documents.ts';
import type { Answer, HistoricProgram } from '../../src/knowledge/answer.ts';
import type { PatternInBrief } from '../../src/knowledge/knowledge.ts';
import type { RegistryRecord } from '../../src/knowledge/registry-entry.ts';
import type { Source } from '../../src/knowledge/source.ts';
import { patternSchema } from '../knowledge/pattern-schema.ts';
import { confidence, era, sourced, statement } from '../knowledge/schema-parts.ts';
import { dossierSchema, programSchema, sourceSchema } from '../knowledge/schema.ts';
import { answerDocument } from './envelope.ts';
import { localNameSchema, localSchema } from './local.ts';
import { port, portClass, registryStatus, transport } from './parts.ts';

const recordSchema = z
  .strictObject({
    name: z.string().describe('Service name').exactOptional(),
    description: z.string().describe('Description of the use').exactOptional(),
    references: z
      .array(z.string())
      .describe('Documents that IANA names, without people: rfc6335, an internet draft, a URL, a title')
      .exactOptional(),
    registered: z.string().describe('Date of registration, as IANA prints it').exactOptional(),
    modified: z.string().describe('Date of the last change, as IANA prints it').exactOptional(),
    note: z.string().describe("IANA's note").exactOptional(),
    unauthorizedUse: z.string().describe("IANA's report of use of the port without a registration").exactOptional(),
    serviceCode: z.string().describe('DCCP service code (RFC 4340 section 8.1.2)').exactOptional(),
  })
  .meta({
    id: 'registry-record',
    description: 'One row of the IANA registry; what it does not say is absent',
  }) satisfies z.ZodType<RegistryRecord>;

const registrySchema = z
  .strictObject({
    status: z
      .union([registryStatus, z.literal('mixed')])
      .describe('What the registry says of the port; mixed for a range over several entries'),
    names: z.array(z.string()).describe("Every name of the port, in IANA's order"),
    records: z.array(recordSchema).describe("Every row that covers the port, in IANA's order"),
    updated: z.string().describe('Date of the registry that was read'),
  })
  .describe('What the IANA Service Name and Transport Protocol Port Number Registry says') satisfies z.ZodType<
  Answer['registry']
>;

const historicProgramSchema = z
  .strictObject({
    name: programSchema.shape.name,
    asked: z.boolean().describe('Whether the question was asked by its name'),
    kind: programSchema.shape.kind,
    aliases: programSchema.shape.aliases.unwrap(),
    direction: programSchema.shape.ports.element.shape.direction,
    era: era.nullable().describe('When it was about; null when still, or not known'),
    summary: z.string().describe('What it is'),
    note: z.string().nullable().describe('What else to know of it on this port'),
    notToBeConfusedWith: z.string().nullable().describe('Unrelated things of the same name'),
    confidence,
    sources: sourced.sources,
  })
  .meta({
    id: 'historic-program',
    description: 'A malicious program on record for the port: history, never evidence about a process',
  }) satisfies z.ZodType<HistoricProgram>;

const patternInBrief = patternSchema
  .pick({ id: true, title: true, kind: true, severity: true })
  .meta({ id: 'pattern-in-brief', description: 'A traffic pattern' }) satisfies z.ZodType<PatternInBrief>;

const citedSource = z
  .strictObject({ id: z.string().describe('The id by which statements name it'), ...sourceSchema.shape })
  .meta({ id: 'source', description: 'Where a statement comes from' }) satisfies z.ZodType<Source>;

const dossier = dossierSchema.shape;

export const answerSchema = z.strictObject({
  port: port.describe('The port, or the first of a run of which the same is known'),
  lastPort: port.describe('Last port of the run; equal to port for a single one'),
  transport: transport.describe('The transport'),
  class: z
    .union([portClass, z.literal('mixed')])
    .describe('Class by number (RFC 6335 section 6); mixed for a range that crosses a border of the classes'),
  registry: registrySchema,
  local: localSchema.nullable().describe("The user's own notes, which beat everything below; null without any"),
  localNames: z
    .array(localNameSchema)
    .describe('What lists of services on this machine call it; read at run time, when asked for'),
  title: z.string().nullable().describe('Name and description in one line; null where nobody has written of the port'),
  shortName: z.string().nullable().describe('The one word for it: ssh'),
  aliases: dossier.aliases.unwrap(),
  summary: statement.nullable().describe('What it is, in one sentence'),
  uses: dossier.uses.unwrap(),
  differsFromRegistry: statement.nullable().describe('Why the usual use is not the registered one'),
  ifSeen: dossier.ifSeen.unwrap(),
  cleartext: z.boolean().nullable().describe('Whether what is sent can be read on the way; null when not known'),
  secureAlternatives: dossier.secureAlternatives.unwrap(),
  pairs: dossier.pairs.unwrap(),
  amplification: dossier.amplification
    .unwrap()
    .nullable()
    .describe('How much it multiplies what a forged request sends'),
  malware: z
    .array(historicProgramSchema)
    .describe('Malicious programs on record for the port: history, never evidence about what runs here'),
  risk: dossier.risk.unwrap().nullable().describe('Risk by who can reach the port'),
  advice: dossier.advice.unwrap(),
  corrections: dossier.corrections.unwrap(),
  vulnerabilities: dossier.vulnerabilities.unwrap(),
  noise: dossier.noise.unwrap(),
  attack: dossier.attack.unwrap(),
  patterns: z.array(patternInBrief).describe('What traffic to the port may be part of'),
  sources: z.array(citedSource).describe('Every source that a statement of this answer names'),
  revised: dossier.revised.nullable().describe('Day on which the dossier was last revised; null without a dossier'),
}) satisfies z.ZodType<Answer>;

export const explainSchema = answerDocument('explain', {
  answers: z
    .array(answerSchema.meta({ id: 'answer', description: 'Everything known of a port, or of a run of ports' }))
    .describe('One answer a port and transport, or a run of ports of which the same is known'),
}) satisfies z.ZodType<ExplainDocument>;
