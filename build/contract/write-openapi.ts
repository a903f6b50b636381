/** Writes the OpenAPI document:   node scripts/run-ts.mjs build/contract/write-openapi.ts FILE */
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from './openapi.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file is to be written?');
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
writeFileSync(file, `${JSON.stringify(openApiDocument(version), null, 2)}\n`);
