/** What a file in `knowledge/fingerprints/` must look like; `knowledge/fingerprints/README.md` says how one is written. */
import * as z from 'zod';
import { MAX_TEXT, TEXT_KINDS } from '../../src/audit/identify/fingerprints/fingerprint.ts';
import { isoDate, kebabCase, sentence, sourced } from './schema-parts.ts';

const said = z.string().min(1).max(MAX_TEXT);
const pattern = z
  .string()
  .min(3)
  .max(400)
  .refine((source) => isPattern(source), 'is no JavaScript regular expression');

const example = z.strictObject({
  text: said.describe('What a server said, without the line end behind it'),
  version: z
    .string()
    .min(1)
    .describe('What the group `version` has to find; absent where it finds nothing')
    .exactOptional(),
});

export const fingerprintSchema = z
  .strictObject({
    on: z.enum(TEXT_KINDS).describe('Which part of what a server said it is tried on'),
    pattern: pattern.describe('JavaScript regular expression; its group `version` is the version'),
    isBothCases: z.boolean().describe('Where upper and lower case are the same').exactOptional(),
    product: z.string().min(1).max(60).describe('Name of the product, as its makers write it'),
    vendor: z.string().min(1).max(60).describe('Who makes it, where that is not plain').exactOptional(),
    os: z.string().min(1).max(40).describe('The system it shows to run on').exactOptional(),
    cpe: z
      .string()
      .regex(/^cpe:\/a:[\w.~%-]+:[\w.~%-]+$/, 'not a CPE 2.2 name without version, such as cpe:/a:isc:bind')
      .describe('CPE 2.2 name without the version, only where it is sure')
      .exactOptional(),
    examples: z.array(example).min(1, 'a pattern needs an example').describe('Texts that it must tell'),
    nearMisses: z.array(said).min(1).describe('Texts that look like it, and are not').exactOptional(),
    note: sentence.describe('What else to know').exactOptional(),
    ...sourced,
  })
  .meta({ id: 'fingerprint', description: 'How one product is told by what it says' });

export const fingerprintFileSchema = z.strictObject({
  service: kebabCase.describe('The protocol, as the audit names it; the name of the file'),
  title: sentence.describe('What the texts are, and where the protocol says so'),
  fingerprints: z.array(fingerprintSchema).min(1).describe('Tried in this order: the first that fits has it'),
  revised: isoDate.describe('Day on which the file was last revised'),
});
export type FingerprintFile = z.infer<typeof fingerprintFileSchema>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
