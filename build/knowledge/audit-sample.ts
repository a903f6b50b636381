/**
 * Draws statements of the knowledge base to be held against their sources, always the same for one seed:
 *   node scripts/run-ts.mjs build/knowledge/audit-sample.ts [SHARE] [SEED]
 * One JSON line a statement. The results of such checks are kept in docs/knowledge-audit.md.
 */
import { loadHandWritten } from './load.ts';
import { statementsIn } from './statements.ts';

const share = Number(process.argv[2] ?? '0.05');
const seed = Number(process.argv[3] ?? '1');
const random = mulberry32(seed);
for (const { file, path, statement } of statementsIn(loadHandWritten('knowledge'))) {
  if (random() < share) console.log(JSON.stringify({ file: file.file, path: path.join('.'), ...statement }));
}

/** A small generator of numbers in [0, 1) that can be repeated, unlike Math.random. */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
