import type { CommandSpec } from '../../command.ts';
import { SCHEMA_NAMES } from '../../schema-names.ts';

export const schema: CommandSpec = {
  name: 'schema',
  summary: 'JSON Schemas of what Portolan answers in JSON, and of the files that people write',
  argument: {
    name: '[NAME]',
    description: 'print this one, such as explain or overlay; without, all in one line each',
    values: SCHEMA_NAMES,
  },
  flags: [{ long: 'json', description: 'one JSON document, which a schema is anyhow' }],
  notes: `JSON Schema draft 2020-12. A schema is exact for the version of Portolan that prints it: it refuses fields it does
not know. Within a major version (portolan/explain@1) nothing is removed, renamed or changed, and new fields may come.

An editor that is shown the schema of portolan.yaml completes and checks it as you type; where the editor uses the YAML
language server, this first line does it:

  # yaml-language-server: $schema=overlay.schema.json`,
  examples: ['portolan schema', 'portolan schema explain', 'portolan schema overlay > overlay.schema.json'],
  load: async () => (await import('./run.ts')).run,
};
