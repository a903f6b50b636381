/** Validates the knowledge base and compiles it:   node scripts/run-ts.mjs build/knowledge/compile.ts OUTFILE [FOLDER] */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeKnowledge } from './encode.ts';
import { lintHandWritten } from './lint.ts';
import { loadHandWritten } from './load.ts';
import { parseRegistryFacts } from './registry-facts.ts';
import { readSynonyms } from './synonyms.ts';

const [, , outfile = 'dist/knowledge.bin', folder = 'knowledge'] = process.argv;
const handWritten = loadHandWritten(folder);
const faults = [...handWritten.faults, ...lintHandWritten(handWritten)];
for (const { file, line, column, message } of faults) console.error(`${folder}/${file}:${line}:${column}: ${message}`);
if (faults.length > 0) {
  console.error(`the knowledge base does not build: ${faults.length} faults`);
  process.exit(1);
}
const bytes = encodeKnowledge({
  registry: parseRegistryFacts(readFileSync(`${folder}/registry/service-names-port-numbers.tsv`, 'utf8')),
  dossiers: handWritten.dossiers.map(({ value }) => value),
  programs: handWritten.programs.map(({ value }) => value),
  patterns: handWritten.patterns.map(({ value }) => value),
  sources: handWritten.sources.map(({ value }) => value),
  claims: handWritten.claims.map(({ value }) => value),
  synonyms: readSynonyms(folder),
});
mkdirSync(dirname(outfile), { recursive: true });
writeFileSync(outfile, bytes);
