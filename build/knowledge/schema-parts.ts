/** Pieces that several schemas of the knowledge base share. */
import * as z from 'zod';
import { parsePortKey } from '../../src/net/port.ts';

export const sentence = z.string().trim().min(1).max(600);
export const portKey = z
  .string()
  .refine((text) => parsePortKey(text) !== null, 'not a port key such as 80/tcp or 6000-6063/udp');
export const isoDate = z.iso.date();
export const claimId = z.string().regex(/^[ABT]\d{1,2}[a-e]?$/, 'not a claim id such as A13 or B18a');
export const cveId = z.string().regex(/^CVE-\d{4}-\d{4,7}$/, 'not a CVE id such as CVE-1999-0514');
export const techniqueId = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'not an ATT&CK technique id such as T1571');

export const sourced = {
  sources: z.array(z.string()).min(1, 'a statement needs at least one source'),
  confidence: z.enum(['registry', 'primary', 'corroborated', 'single', 'disputed']),
};
export const statement = z.strictObject({ text: sentence, ...sourced });
export const era = z.strictObject({ from: z.int().exactOptional(), to: z.int().exactOptional() });
export const riskLevel = z.literal([0, 1, 2, 3, 4]);

export const kebabCase = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by -');

export const adviceSchema = z.strictObject({
  audience: z.enum(['host', 'edge', 'egress', 'developer']),
  do: sentence,
  commands: z.record(z.string(), z.string()).exactOptional(),
  ...sourced,
});
