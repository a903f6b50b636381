/**
 * Writes the fields of every answer, for the test that none gets lost:
 *
 *   node scripts/run-ts.mjs build/contract/write-fields.ts test/e2e/golden/schema-fields.json
 */
import { writeFileSync } from 'node:fs';
import { fieldPathsOf } from './field-paths.ts';
import { toJsonSchema } from './json-schema.ts';
import { CONTRACTS } from './schemas.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file is to be written?');
const answers = Object.entries(CONTRACTS).filter(([, contract]) => contract.of === 'answer');
const fields = answers.map(([name, contract]) => [name, fieldPathsOf(toJsonSchema(name, contract))] as const);
writeFileSync(file, `${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`);
