/** Validates the hand-written knowledge and prints every fault:   npm run knowledge:lint [-- FOLDER] */
import { lintHandWritten } from './lint.ts';
import { loadHandWritten } from './load.ts';

const folder = process.argv[2] ?? 'knowledge';
const knowledge = loadHandWritten(folder);
const faults = [...knowledge.faults, ...lintHandWritten(knowledge)];
for (const { file, line, column, message } of faults) console.error(`${folder}/${file}:${line}:${column}: ${message}`);
console.log(
  `${knowledge.dossiers.length} dossiers, ${knowledge.programs.length} programs, ${knowledge.sources.length} sources: ${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
