/**
 * What a `portolan.yaml` may hold; `src/knowledge/overlay.ts` says what it means. What stands in `meta` is for its JSON
 * Schema, which editors read (build/contract).
 */
import * as z from 'zod';
import type { LocalNote } from '../knowledge/overlay.ts';
import { PORT_KEY_PATTERN } from '../net/port-pattern.ts';
import { parsePortKey } from '../net/port.ts';

const text = z.string().trim().min(1).max(200);
const processName = z.string().min(1).max(64);

const muteSchema = z.strictObject({
  until: z.iso.date('not a day such as 2027-01-31').describe('The last day of the silence'),
  findings: z
    .array(z.string().regex(/^[a-z]+\.[a-z-]+$/, 'not the id of a finding such as sockets.exposed-service'))
    .min(1)
    .exactOptional()
    .describe('Only these findings; all of them when absent'),
  reason: text.exactOptional().describe('Why'),
});

/** What is said of a port. */
export const noteSchema = z
  .strictObject({
    label: text.exactOptional().describe('What you call the service'),
    owner: text.exactOptional().describe('Whom to ask'),
    process: z
      .union([processName.transform((name) => [name]), z.array(processName).min(1)])
      .exactOptional()
      .describe('Name of the process that should hold the port, or several'),
    exposure: z
      .enum(['host', 'network', 'anywhere'])
      .exactOptional()
      .describe('How far it may be reached: this host, its networks, or everybody'),
    mute: muteSchema.exactOptional().describe('Findings not to be told of until a day'),
    note: z.string().trim().min(1).max(2000).exactOptional().describe('Whatever else to remember'),
  })
  .refine((note) => Object.keys(note).length > 0, {
    error: 'says nothing: give a label, an owner, a process, an exposure or a mute',
    // A note whose one field is misspelt says something.
    when: ({ issues }) => issues.length === 0,
  })
  .meta({ minProperties: 1 }) satisfies z.ZodType<LocalNote>;

export const overlaySchema = z.strictObject({
  $schema: z.string().exactOptional().describe('For editors: where the schema of this file lies'),
  version: z.literal(1).exactOptional().describe('Version of this format'),
  services: z
    .array(z.string().startsWith('/', 'not an absolute path'))
    .max(8)
    .exactOptional()
    .describe('Lists of service names to show beside the others, such as /etc/services'),
  ports: z
    .record(
      z
        .string()
        .refine((key) => parsePortKey(key) !== null, 'not a port key such as 6379/tcp or 8000-8010/tcp')
        .meta({ pattern: PORT_KEY_PATTERN }),
      noteSchema,
    )
    .describe('What you say of ports, by port (6379/tcp) or range (8000-8010/tcp)')
    .default({}),
});
