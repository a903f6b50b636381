/**
 * Pieces that several schemas of the knowledge base share. What stands in `meta` is for JSON Schema (build/contract):
 * an `id` makes a definition of its own, and a `pattern` says to editors what `refine` says to us.
 */
import * as z from 'zod';
import { PORT_KEY_PATTERN } from '../../src/net/port-pattern.ts';
import { parsePortKey } from '../../src/net/port.ts';

export const sentence = z.string().trim().min(1).max(600);
export const portKey = z
  .string()
  .refine((text) => parsePortKey(text) !== null, 'not a port key such as 80/tcp or 6000-6063/udp')
  .meta({ pattern: PORT_KEY_PATTERN });
export const isoDate = z.iso.date();
export const claimId = z.string().regex(/^[ABT]\d{1,2}[a-e]?$/, 'not a claim id such as A13 or B18a');
export const cveId = z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'not a CVE id such as CVE-1999-0514');
export const techniqueId = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'not an ATT&CK technique id such as T1571');

export const confidence = z
  .enum(['registry', 'primary', 'corroborated', 'single', 'disputed'])
  .describe(
    'How well it is founded: IANA says it (registry), the defining document says it (primary), two or more sources that do not copy each other (corroborated), one source (single), or sources contradict each other (disputed)',
  );

export const sourced = {
  sources: z
    .array(z.string())
    .min(1, 'a statement needs at least one source')
    .refine((ids) => new Set(ids).size === ids.length, 'names a source twice')
    .describe('Ids of the sources that say so (knowledge/sources/)'),
  confidence,
};
export const statement = z
  .strictObject({ text: sentence.describe('The statement, in plain words'), ...sourced })
  .meta({ id: 'statement', description: 'A statement with its sources' });
export const era = z
  .strictObject({
    from: z.int().describe('First year; not known when absent').exactOptional(),
    to: z.int().describe('Last year; not known when absent').exactOptional(),
  })
  .meta({ id: 'era', description: 'First and last year; absent means still so' });
export const riskLevel = z.literal([0, 1, 2, 3, 4]);

export const kebabCase = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by -');

export const adviceSchema = z
  .strictObject({
    audience: z
      .enum(['host', 'edge', 'egress', 'developer'])
      .describe(
        'Who should act: whoever runs the host, guards the way in (edge), guards the way out (egress), or writes the program',
      ),
    do: sentence.describe('What to do'),
    commands: z
      .record(z.string(), z.string())
      .describe('Command lines by the tool that takes them: nft, systemd, windows')
      .exactOptional(),
    ...sourced,
  })
  .meta({ id: 'advice', description: 'Something to do, and for whom' });
