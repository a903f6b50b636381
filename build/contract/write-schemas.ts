/** Writes the JSON Schemas:   node scripts/run-ts.mjs build/contract/write-schemas.ts FOLDER */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from './json-schema.ts';
import { CONTRACTS } from './schemas.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder are the schemas to be written to?');
mkdirSync(folder, { recursive: true });
for (const [name, contract] of Object.entries(CONTRACTS)) {
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(toJsonSchema(name, contract), null, 2)}\n`);
}
