/** Checks the hand-written knowledge and prints every fault:   npm run knowledge:lint [-- FOLDER] [--strict] */
import { parseArgs } from 'node:util';
import { countFaults, formatFault, isFailure } from './fault.ts';
import { explanationsOf } from './lint/explanations.ts';
import { lintHandWritten } from './lint/lint.ts';
import { loadHandWritten } from './load.ts';
import { readRegistry } from './read-registry.ts';

const { values, positionals } = parseArgs({ options: { strict: { type: 'boolean' } }, allowPositionals: true });
const [folder = 'knowledge'] = positionals;
const knowledge = loadHandWritten(folder);
const registry = readRegistry(folder);
if (registry === null) console.error(`${folder}/registry is not there: nothing was held against IANA's names`);
const context = { today: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length), registry: registry?.rows ?? [] };
const faults = [...knowledge.faults, ...lintHandWritten(knowledge, context)];
for (const fault of faults) console.error(`${folder}/${formatFault(fault)}`);
for (const line of explanationsOf(faults)) console.error(line);
const { dossiers, programs, patterns, fingerprints, sources } = knowledge;
console.log(
  `${dossiers.length} dossiers, ${programs.length} programs, ${patterns.length} patterns, ` +
    `fingerprints of ${fingerprints.length} protocols, ` +
    `${sources.length} sources: ${countFaults(faults)}`,
);
process.exitCode = isFailure(faults, values.strict) ? 1 : 0;
