import * as z from 'zod';
import type { Envelope } from '../../findings/envelope.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import { MAX_PORT } from '../../net/port.ts';
import type { AuditReport } from '../report/audit-report.ts';
import { ResultError } from './recorded.ts';

/** Lengths are bounded as lists are: the file may come from anywhere, and all of it may be shown. */
const text = z.string().max(8192);
const lines = z.array(text).max(10_000);
const count = z.number().min(0);
const transport = z.enum(['tcp', 'udp']);
const port = z.int().min(0).max(MAX_PORT);
const verdict = z.enum(['exposed', 'not-exposed', 'inconclusive', 'not-applicable']);
const vantage = z.enum(['same-address', 'same-host', 'outside-netns', 'same-subnet', 'routed']);
const severity = z.enum(SEVERITIES);

const transcript = z.array(z.object({ at: count, direction: z.enum(['>', '<', '*']), text })).max(1000);

const service = z.object({
  name: text,
  product: text.nullable(),
  version: text.nullable(),
  isTls: z.boolean(),
  confidence: z.enum(['certain', 'likely']),
  because: text,
  os: text.exactOptional(),
  cpe: text.exactOptional(),
});

const listener = z.object({
  transport,
  port,
  addresses: lines,
  process: text.nullable(),
  pid: count.nullable(),
  user: text.nullable(),
  exposure: text,
});

const check = z.object({
  check: z.string().max(64),
  verdict,
  confidence: z.enum(['confirmed', 'firm', 'tentative']),
  severity,
  summary: text,
  product: text.nullable(),
  facts: z.record(text, z.union([text, z.number(), z.boolean(), lines])),
  transcript,
  rounds: count,
  bytesIn: count,
  bytesOut: count,
  milliseconds: count,
});

const result = z.object({
  transport,
  port,
  address: text,
  state: z.enum(['open', 'closed', 'filtered', 'no-answer']),
  because: text,
  name: text.nullable(),
  service: service.nullable(),
  listener: listener.nullable(),
  expectation: z.enum(['expected', 'unexpected', 'missing', 'waived']).nullable(),
  checks: z.array(check).max(256),
});

const finding = z.object({
  id: z.string().max(64),
  severity,
  confidence: z.enum(['low', 'medium', 'high']),
  title: text,
  meaning: text,
  advice: lines,
  subject: text,
  first: text,
  last: text,
  count,
  evidence: lines,
  references: lines,
  fingerprint: z.string().max(64),
  host: text,
  address: text,
  port,
  transport,
  verdict: verdict.nullable(),
  vantage,
  fix: z.object({ file: text, change: text, apply: text }).nullable(),
  verify: text,
  waiver: z.object({ until: text, reason: text }).nullable(),
  isFailure: z.boolean(),
  anchor: z.object({ path: text, line: count, column: count }).nullable(),
  transcript,
});

/** All that `audit --json` writes; fields that a later portolan added are passed over. */
const auditSchema = z.object({
  schema: z.literal('portolan/audit@1', 'not portolan/audit@1'),
  generatedAt: z.iso.datetime({ offset: true, error: 'not an ISO time' }),
  host: text,
  policy: text.nullable(),
  summary: z.object({
    hosts: count,
    open: count,
    expected: count,
    unexpected: count,
    missing: count,
    waived: count,
    failing: count,
    passes: z.boolean(),
  }),
  hosts: z
    .array(
      z.object({
        name: text,
        addresses: z.array(z.object({ address: text, vantage })).max(4096),
        ports: z.array(result).max(1_000_000),
      }),
    )
    .max(100_000),
  findings: z.array(finding).max(1_000_000),
  refusals: z.array(z.object({ address: text, reason: text, remedy: text.nullable() })).max(100_000),
  gaps: lines,
  notes: lines,
}) satisfies z.ZodType<Envelope<'audit'> & AuditReport>;

/** Reads what `portolan audit --json` wrote, all of it. Throws ResultError where it is something else. */
export function readAudit(content: string): Envelope<'audit'> & AuditReport {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new ResultError('it is not the JSON of portolan audit --json');
  }
  const read = auditSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ResultError(`it is no result of portolan audit: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
