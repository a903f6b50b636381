/** Writes docs/reference:   node scripts/run-ts.mjs build/docs/write-reference.ts */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referencePages } from './reference.ts';

const FOLDER = 'docs/reference';

mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of await referencePages()) writeFileSync(join(FOLDER, name), text);
