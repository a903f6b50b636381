/**
 * Feeds what takes bytes of somebody else with inputs that nobody meant, guided by the code they reach:
 *
 *   npm run fuzz [-- TARGET ...] [--minutes N] [--list]
 *   npm run fuzz -- TARGET --replay FILE
 *
 * All targets without a name; `--minutes` (1) is for each. An input that throws what it may not, or hangs, or takes more
 * memory than there is, is kept in node_modules/.fuzz/TARGET/found, with what was said beside it. Give it a name that says
 * what it is and move it to test/fuzz/crashes/TARGET: test/unit/fuzz-targets.test.ts takes all of them from then on. The inputs
 * that reached something new are kept in corpus/, and the next campaign goes on with them.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { printTable } from '../../bench/measure.ts';
import { CHILD } from './between.ts';
import { runCampaign } from './campaign.ts';

/** Two folders below the root, as the fixtures that look for their files there. */
const FOLDER = 'node_modules/.fuzz';

/** Fixtures use the test runner for functions that are not called here; it refuses to be loaded by anybody else. */
const withoutRunner: Plugin = {
  name: 'without-runner',
  setup: (bundle) => {
    bundle.onResolve({ filter: /^(?:vitest|fast-check)$/ }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }));
  },
};

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    list: { type: 'boolean', default: false },
    replay: { type: 'string' },
  },
  allowPositionals: true,
});

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const child = join(FOLDER, CHILD);
  await build({
    entryPoints: ['test/fuzz/child.ts'],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [withoutRunner],
    logLevel: 'error',
  });
  const names = run(child, []).trim().split('\n');
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no target ${unknown}; there are ${names.join(', ')}`);
  const targets = positionals.length === 0 ? names : positionals;
  if (values.list) {
    console.log(names.join('\n'));
    return;
  }
  const [file, [first = '']] = [values.replay, targets];
  if (file !== undefined) {
    console.log(run(child, [first, file]));
    return;
  }
  const rows = [['target', 'minutes', 'inputs', 'corpus', 'blocks', 'slowest ms', 'found']];
  const found: string[] = [];
  for (const name of targets) {
    const one = await runCampaign(name, child, join(FOLDER, name), Number(values.minutes));
    found.push(...one.found);
    const { minutes, runs, corpus, blocks, slowest } = one;
    rows.push([
      name,
      minutes.toFixed(1),
      String(runs),
      String(corpus),
      String(blocks),
      slowest.toFixed(0),
      String(one.found.length),
    ]);
    console.error(`${name}: ${runs} inputs, ${one.found.length} found`);
  }
  printTable(rows);
  for (const path of found) console.log(path);
  if (found.length > 0) process.exitCode = 1;
}

/** The targets are known in the other process only: some of them need what does not load in this one. */
function run(child: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [child, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

await main();
