/**
 * What a hand-written knowledge file must look like. Strict everywhere: an unknown field is a typing error, and a
 * statement without a source and a confidence does not build. The output types are the ones the product reads
 * (`src/knowledge/*.ts`); `satisfies` keeps the two in step.
 */
import * as z from 'zod';
import { VERDICTS, type Claim } from '../../src/knowledge/claim.ts';
import type { Dossier } from '../../src/knowledge/dossier.ts';
import type { Program } from '../../src/knowledge/program.ts';
import type { Source } from '../../src/knowledge/source.ts';
import {
  adviceSchema,
  claimId,
  cveId,
  era,
  isoDate,
  kebabCase,
  portKey,
  riskLevel,
  sentence,
  sourced,
  statement,
  techniqueId,
} from './schema-parts.ts';

const useSchema = z
  .strictObject({
    name: z.string().min(1).max(80).describe('What uses the port'),
    kind: z
      .enum(['official', 'common', 'vendor', 'developer-default', 'game', 'historic'])
      .describe(
        'Whether the use is registered, widespread, of one vendor, a default of developers, of a game, or past',
      ),
    era: era.exactOptional(),
    processes: z
      .array(z.string())
      .describe('Names a kernel shows for the programs that usually do this: sshd, postgres')
      .exactOptional(),
    note: sentence.describe('What else to know of this use').exactOptional(),
    ...sourced,
  })
  .meta({ id: 'use', description: 'One use of the port' });

const sightingsSchema = z
  .strictObject({
    listener: statement.describe('What a listener on the port means').exactOptional(),
    knock: statement.describe('What a packet from outside to the port means').exactOptional(),
    outbound: statement.describe('What a connection from here to the port means').exactOptional(),
  })
  .meta({ id: 'sightings', description: 'What a sight of the port usually means' });

const pairSchema = z
  .strictObject({
    key: portKey.describe('The other port, such as 68/udp'),
    why: sentence.describe('Why the two belong together'),
    ...sourced,
  })
  .meta({ id: 'pair', description: 'A port that goes with this one' });

const amplificationSchema = z
  .strictObject({
    factor: z
      .tuple([z.number().positive(), z.number().positive()])
      .describe('Bandwidth amplification factor, lowest and highest measured: bytes out per byte in'),
    command: sentence.describe('The request that has the large answer').exactOptional(),
    ...sourced,
  })
  .meta({ id: 'amplification', description: 'How much the service multiplies what a forged request sends it' });

const riskSchema = z
  .strictObject({
    internet: riskLevel.describe('When the whole internet can reach it; see the scale of risk'),
    lan: riskLevel.describe('When the local network can reach it; see the scale of risk'),
    loopback: riskLevel.describe('When only this host can reach it; see the scale of risk'),
    why: sentence.describe('The reason'),
    ...sourced,
  })
  .meta({
    id: 'risk',
    description:
      'Risk by who can reach the port: 0 harmless, 1 note it, 2 look at it, 3 close it unless it is meant, 4 close it now',
  });

const correctionSchema = z
  .strictObject({
    claims: z
      .array(claimId)
      .describe('Ids of the claims of the source documents that this answers, such as A13')
      .default([]),
    said: sentence.describe('What is often said'),
    fact: sentence.describe('What is right'),
    ...sourced,
  })
  .meta({ id: 'correction', description: 'A widespread error and what is right' });

const vulnerabilitySchema = z
  .strictObject({
    id: cveId.describe('The CVE id'),
    exploited: z.boolean().describe("In CISA's catalogue of known exploited vulnerabilities").default(false),
    note: sentence.describe('What it lets an attacker do'),
    ...sourced,
  })
  .meta({ id: 'vulnerability', description: 'A vulnerability of what uses the port' });

const noiseSchema = z
  .strictObject({
    pattern: sentence.describe('What is seen'),
    meaning: sentence.describe('What it is'),
    ...sourced,
  })
  .meta({ id: 'noise', description: 'Traffic on the port that is not an attack' });

export const dossierSchema = z.strictObject({
  kind: z
    .enum(['service', 'class'])
    .describe('Whether it speaks of what uses the port (service) or of a range of numbers as such (class)')
    .default('service'),
  keys: z.array(portKey).min(1).describe('The ports it is about: 19/tcp, 6000-6063/tcp'),
  title: z.string().min(1).max(80).describe('Name and description in one line'),
  shortName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.+-]{0,19}$/, 'lower case, at most 20 characters')
    .describe("The one word for a table's column: ssh")
    .exactOptional(),
  aliases: z.array(z.string().min(1)).describe('What people type when they mean it').default([]),
  summary: z
    .strictObject({ text: z.string().trim().min(1).max(200).describe('The summary'), ...sourced })
    .describe('What it is, in one sentence'),
  uses: z.array(useSchema).describe('What uses the port').default([]),
  differsFromRegistry: statement.describe('Why the usual use is not the registered one').exactOptional(),
  ifSeen: sightingsSchema.exactOptional(),
  cleartext: z.boolean().describe('Whether what is sent can be read on the way').exactOptional(),
  secureAlternatives: z.array(portKey).describe('Ports of the same service with encryption').exactOptional(),
  pairs: z.array(pairSchema).describe('Ports that go with it').default([]),
  amplification: amplificationSchema.exactOptional(),
  risk: riskSchema.exactOptional(),
  advice: z.array(adviceSchema).describe('What to do').default([]),
  corrections: z.array(correctionSchema).describe('Widespread errors about the port').default([]),
  confirms: z
    .array(claimId)
    .describe('Ids of claims of the source documents that it confirms as they stand')
    .default([]),
  patterns: z.array(kebabCase).describe('Ids of the traffic patterns that involve the port').default([]),
  attack: z.array(techniqueId).describe('MITRE ATT&CK technique ids').default([]),
  vulnerabilities: z.array(vulnerabilitySchema).describe('Vulnerabilities of what uses the port').default([]),
  noise: z.array(noiseSchema).describe('Traffic on the port that is not an attack').default([]),
  revised: isoDate.describe('Day on which the text was last revised'),
}) satisfies z.ZodType<Dossier>;

export const claimSchema = z.strictObject({
  id: z
    .string()
    .regex(/^([ABT]\d{1,2}[a-e]?|ADD\d)$/, 'not a claim id such as A13 or ADD1')
    .describe('Document and number of the claim: A13 is document A, claim 13'),
  alsoKnownAs: z.array(claimId).describe('Ids of the same claim elsewhere in the documents').default([]),
  claim: sentence.describe('What the document says'),
  verdict: z.enum(VERDICTS).describe('What became of it when it was checked'),
  fact: sentence.describe('What is right today'),
  shownBy: z.string().min(1).describe('Words of the command whose output shows the fact: explain 109'),
  finds: z.string().min(5).describe('What stands in that output'),
  ...sourced,
});

/** `knowledge/claims.yaml`: the claims of the source documents, in their order. */
export const claimsSchema = z.array(claimSchema) satisfies z.ZodType<Claim[]>;

const associationSchema = z
  .strictObject({
    key: portKey.describe('The port: 12345/tcp'),
    direction: z
      .enum(['listens', 'connects-out', 'both', 'unknown'])
      .describe('Whether the program listens on the port or connects out to it'),
    note: sentence.describe('What else to know of it on this port').exactOptional(),
    ...sourced,
  })
  .meta({ id: 'association', description: 'A port that the program is on record for' });

export const programSchema = z.strictObject({
  name: z.string().min(1).describe('The name most reports use'),
  kind: z
    .enum(['trojan', 'backdoor', 'worm', 'botnet', 'password-stealer', 'tool'])
    .describe('What sort of program it is'),
  aliases: z
    .array(z.string().min(1))
    .describe('Other names and spellings, the mistranslated ones of port lists included')
    .default([]),
  era: era.exactOptional(),
  summary: statement.describe('What it is'),
  notToBeConfusedWith: sentence.describe('Unrelated things of the same name').exactOptional(),
  ports: z.array(associationSchema).min(1).describe('The ports it is on record for'),
  claims: z.array(claimId).describe('Ids of the claims of the source documents that name it').default([]),
}) satisfies z.ZodType<Program>;

export const sourceSchema = z
  .strictObject({
    kind: z
      .enum(['iana', 'rfc', 'cve', 'cert', 'rules', 'attack', 'vendor', 'manual', 'list', 'editors', 'document'])
      .describe('What sort of document it is'),
    title: z.string().min(1).describe('Its title'),
    ref: z.string().min(1).describe('Where a reader can follow it: a URL, or a citation where there is none'),
    seen: z
      .string()
      .regex(/^\d{4}-\d{2}$/, 'a month such as 2026-11')
      .describe('Month in which it was last opened and read; absent where it is cited from knowledge of it')
      .exactOptional(),
    ships: z
      .strictObject({
        what: z.string().min(1).describe('What is carried'),
        licence: z.string().min(1).describe('SPDX identifier: CC0-1.0'),
      })
      .describe('What of its data, rather than of the facts it states, is carried here, and what permits it')
      .exactOptional(),
  })
  .describe('Where a statement comes from');

/** `knowledge/sources/*.yaml` is a map from id to this. */
export const sourcesSchema = z.record(
  z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower case words joined by - or .'),
  sourceSchema,
) satisfies z.ZodType<Record<string, Omit<Source, 'id'>>>;
