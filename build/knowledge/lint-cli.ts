/** Validates the hand-written knowledge and prints every fault:   npm run knowledge:lint */
import { lintHandWritten } from './lint.ts';
import { loadHandWritten } from './load.ts';

const FOLDER = 'knowledge';
const knowledge = loadHandWritten(FOLDER);
const faults = [...knowledge.faults, ...lintHandWritten(knowledge)];
for (const { file, line, column, message } of faults) console.error(`${FOLDER}/${file}:${line}:${column}: ${message}`);
console.log(
  `${knowledge.dossiers.length} dossiers, ${knowledge.programs.length} programs, ${knowledge.sources.length} sources: ${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
