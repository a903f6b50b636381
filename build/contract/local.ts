import * as z from 'zod';
import type { LocalKnowledge, LocalName } from '../../src/knowledge/overlay.ts';
import { noteSchema } from '../../src/overlay/schema.ts';

/** What the user's files say of a port, merged. */
export const localSchema = z
  .strictObject({
    ...noteSchema.shape,
    // A file may give one name without a list; an answer is always a list.
    process: z.array(z.string()).describe('Names of the processes that should hold the port').exactOptional(),
    files: z.array(z.string()).describe('The files that say so, the nearest first'),
  })
  .meta({
    id: 'local-note',
    description: "The user's own notes on the port (portolan.yaml)",
  }) satisfies z.ZodType<LocalKnowledge>;

export const localNameSchema = z
  .strictObject({
    name: z.string().describe('The name in the list'),
    aliases: z.array(z.string()).describe('Its other names there'),
    comment: z.string().nullable().describe('What stands beside it'),
    file: z.string().describe('The list: /etc/services'),
  })
  .meta({
    id: 'local-name',
    description: 'What a list of services on this machine calls the port',
  }) satisfies z.ZodType<LocalName>;
