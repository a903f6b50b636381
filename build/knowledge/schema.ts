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

export const dossierSchema = z.strictObject({
  kind: z.enum(['service', 'class']).default('service'),
  keys: z.array(portKey).min(1),
  title: z.string().min(1).max(80),
  shortName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.+-]{0,19}$/, 'lower case, at most 20 characters')
    .exactOptional(),
  aliases: z.array(z.string().min(1)).default([]),
  summary: z.strictObject({ text: z.string().trim().min(1).max(200), ...sourced }),
  uses: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(80),
        kind: z.enum(['official', 'common', 'vendor', 'developer-default', 'game', 'historic']),
        era: era.exactOptional(),
        processes: z.array(z.string()).exactOptional(),
        note: sentence.exactOptional(),
        ...sourced,
      }),
    )
    .default([]),
  differsFromRegistry: statement.exactOptional(),
  ifSeen: z
    .strictObject({
      listener: statement.exactOptional(),
      knock: statement.exactOptional(),
      outbound: statement.exactOptional(),
    })
    .exactOptional(),
  cleartext: z.boolean().exactOptional(),
  secureAlternatives: z.array(portKey).exactOptional(),
  pairs: z.array(z.strictObject({ key: portKey, why: sentence, ...sourced })).default([]),
  amplification: z
    .strictObject({
      factor: z.tuple([z.number().positive(), z.number().positive()]),
      command: sentence.exactOptional(),
      ...sourced,
    })
    .exactOptional(),
  risk: z
    .strictObject({ internet: riskLevel, lan: riskLevel, loopback: riskLevel, why: sentence, ...sourced })
    .exactOptional(),
  advice: z.array(adviceSchema).default([]),
  corrections: z
    .array(z.strictObject({ claims: z.array(claimId).default([]), said: sentence, fact: sentence, ...sourced }))
    .default([]),
  confirms: z.array(claimId).default([]),
  patterns: z.array(kebabCase).default([]),
  attack: z.array(techniqueId).default([]),
  vulnerabilities: z
    .array(z.strictObject({ id: cveId, exploited: z.boolean().default(false), note: sentence, ...sourced }))
    .default([]),
  noise: z.array(z.strictObject({ pattern: sentence, meaning: sentence, ...sourced })).default([]),
  revised: isoDate,
}) satisfies z.ZodType<Dossier>;

/** `knowledge/claims.yaml`: the claims of the source documents, in their order. */
export const claimsSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^([ABT]\d{1,2}[a-e]?|ADD\d)$/, 'not a claim id such as A13 or ADD1'),
    alsoKnownAs: z.array(claimId).default([]),
    claim: sentence,
    verdict: z.enum(VERDICTS),
    fact: sentence,
    shownBy: z.string().min(1),
    finds: z.string().min(5),
    ...sourced,
  }),
) satisfies z.ZodType<Claim[]>;

export const programSchema = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['trojan', 'backdoor', 'worm', 'botnet', 'password-stealer', 'tool']),
  aliases: z.array(z.string().min(1)).default([]),
  era: era.exactOptional(),
  summary: statement,
  notToBeConfusedWith: sentence.exactOptional(),
  ports: z
    .array(
      z.strictObject({
        key: portKey,
        direction: z.enum(['listens', 'connects-out', 'both', 'unknown']),
        note: sentence.exactOptional(),
        ...sourced,
      }),
    )
    .min(1),
  claims: z.array(claimId).default([]),
}) satisfies z.ZodType<Program>;

/** `knowledge/sources/*.yaml` is a map from id to this. */
export const sourcesSchema = z.record(
  z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower case words joined by - or .'),
  z.strictObject({
    kind: z.enum(['iana', 'rfc', 'cve', 'cert', 'rules', 'attack', 'vendor', 'manual', 'list', 'editors', 'document']),
    title: z.string().min(1),
    ref: z.string().min(1),
    seen: z
      .string()
      .regex(/^\d{4}-\d{2}$/, 'a month such as 2026-11')
      .exactOptional(),
  }),
) satisfies z.ZodType<Record<string, Omit<Source, 'id'>>>;
