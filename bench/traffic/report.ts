/**
 * What the whole report on a netfilter log costs (reading, judging, evidence, text), beside grep, a one-liner of mawk,
 * and the two analysers of such logs that Debian has, each figure beside its goal:
 *
 *   npm run bench:traffic [-- --quick] [--lines N] [--runs N] [--flood N] [--only peers|psad|fwlogwatch|limits ...]
 *
 * The whole takes an hour on a busy machine: 5 million lines are 1.25 GB. psad gets the first 300,000 lines and is run
 * once, for it needs minutes; fwlogwatch gets the first 100,000. `--quick` is a tenth of all that.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanEnvironment } from '../measure.ts';
import { compare, isThere } from './goals.ts';
import { printFirstOutput, printGrowth, printMemory, printMemoryOfFlood } from './limits.ts';

const CACHE = 'node_modules/.cache/portolan';
const TOP_PORTS = String.raw`match($0, / DPT=[0-9]+/) { n[substr($0, RSTART + 5, RLENGTH - 5)]++ } END { for (p in n) print n[p], p }`;
const PROGRAM = 'bin/portolan';
/** Bytes that a line never has. */
const LINE_BYTES = 400;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    lines: { type: 'string' },
    flood: { type: 'string' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const part = values.quick ? 0.1 : 1;
const lines = Number(values.lines ?? 5_000_000 * part);
const flood = Number(values.flood ?? 10_000_000 * part);
const runs = Number(values.runs);
const isAsked = (section: string): boolean => values.only.length === 0 || values.only.includes(section);
const ours = (log: string): string[] => [process.execPath, PROGRAM, 'traffic', log];

if (!existsSync('dist/portolan.cjs')) throw new Error('build it first: npm run build');
mkdirSync(CACHE, { recursive: true });
const log = join(CACHE, `netfilter-${lines}.log`);
const made: string[] = [log];
generate(lines, log);

if (isAsked('peers')) {
  const units = `${lines.toLocaleString('en')} lines`;
  // grep stops at the first match where its output is /dev/null, which `measured` gives it: hence the shell.
  const grep = ['bash', '-c', 'LC_ALL=C grep -c "DPT=22 " "$0" | cat', log];
  compare({
    title: `the whole log, ${units}`,
    units: lines,
    unit: 'line',
    runs,
    ours: ours(log),
    peers: {
      "grep -c 'DPT=22 '": { command: grep, goal: 4 },
      'the same: floor': { command: grep, goal: 8 },
      ...(isThere('mawk') && { 'mawk top ports': { command: ['mawk', TOP_PORTS, log], goal: 1.1 } }),
    },
  });
}
if (isAsked('psad') && isThere('psad')) {
  const psad = (file: string): string[] => ['psad', '-A', '-m', file, '--no-rdns', '--no-whois'];
  compareHead('psad -A', 300_000 * part, 1, 1 / 250, psad);
}
if (isAsked('fwlogwatch') && isThere('fwlogwatch')) {
  const fwlogwatch = (file: string): string[] => ['fwlogwatch', '-c', '/dev/null', '-Pn', '-d', '-p', file];
  compareHead('fwlogwatch -d -p', 100_000 * part, runs, 1 / 100, fwlogwatch);
}
if (isAsked('limits')) {
  console.log('\nlimits');
  const tenth = join(CACHE, `netfilter-${lines / 10}.log`);
  made.push(tenth);
  // Of its own, as large a part of which is noise; not a part of the other, which has less of what takes days.
  generate(lines / 10, tenth);
  printGrowth(tenth, log, Math.min(runs, 2));
  await printFirstOutput(log);
  printMemory(log);
  printMemoryOfFlood(flood);
}
for (const file of made) rmSync(file, { force: true });

function compareHead(
  name: string,
  count: number,
  turns: number,
  goal: number,
  command: (file: string) => string[],
): void {
  const file = head(count);
  made.push(file);
  const title = `the first ${count.toLocaleString('en')} lines`;
  const peers = { [name]: { command: command(file), goal } };
  compare({ title, units: count, unit: 'line', runs: turns, ours: ours(file), peers });
}

function generate(count: number, file: string): void {
  const args = ['scripts/run-ts.mjs', 'bench/traffic/generate-netfilter.ts', String(count), file];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: cleanEnvironment() });
  if (status !== 0) throw new Error(`no log was made: ${stderr}`);
}

/** The first lines of the log, in a file of their own. */
function head(count: number): string {
  const bytes = Buffer.alloc(LINE_BYTES * count);
  const length = readSync(openSync(log, 'r'), bytes, 0, bytes.length, 0);
  let end = 0;
  for (let line = 0; line < count && end < length; line++) end = bytes.indexOf(10, end) + 1;
  const path = join(CACHE, `netfilter-head-${count}.log`);
  writeFileSync(path, bytes.subarray(0, end));
  return path;
}
