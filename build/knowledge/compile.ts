/**
 * Validates the knowledge base and compiles it:   node scripts/run-ts.mjs build/knowledge/compile.ts OUTFILE [FOLDER]
 * The fingerprints, which only the audit needs, go into a file of their own beside it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeKnowledge } from './encode.ts';
import { fingerprintTable } from './fingerprint-table.ts';
import { countFaults, formatFault, isFailure } from './fault.ts';
import { lintHandWritten } from './lint/lint.ts';
import { loadHandWritten } from './load.ts';
import { readRegistry } from './read-registry.ts';
import { readSynonyms } from './synonyms.ts';

const [, , outfile = 'dist/knowledge.bin', folder = 'knowledge'] = process.argv;
const handWritten = loadHandWritten(folder);
const registry = readRegistry(folder);
if (registry === null) throw new Error(`${folder}/registry is not there: npm run registry:update -- FILE`);
const context = { today: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length), registry: registry.rows };
const faults = [...handWritten.faults, ...lintHandWritten(handWritten, context)];
for (const fault of faults) console.error(`${folder}/${formatFault(fault)}`);
if (isFailure(faults)) {
  console.error(`the knowledge base does not build: ${countFaults(faults)}`);
  process.exit(1);
}
const bytes = encodeKnowledge({
  registry,
  dossiers: handWritten.dossiers.map(({ value }) => value),
  programs: handWritten.programs.map(({ value }) => value),
  patterns: handWritten.patterns.map(({ value }) => value),
  sources: handWritten.sources.map(({ value }) => value),
  claims: handWritten.claims.map(({ value }) => value),
  synonyms: readSynonyms(folder),
});
mkdirSync(dirname(outfile), { recursive: true });
writeFileSync(outfile, bytes);
writeFileSync(join(dirname(outfile), 'fingerprints.json'), JSON.stringify(fingerprintTable(handWritten.fingerprints)));
