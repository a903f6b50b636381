/**
 * What the whole report on a netfilter log costs (reading, judging, evidence, text), beside grep, a one-liner of mawk,
 * and the two analysers of such logs that Debian has:   npm run bench:traffic [-- LINES [RUNS]]
 *
 * CPU seconds of the processes, user and system, in turns; medians, and medians of the ratios within the turns. psad and
 * fwlogwatch get the first 30,000 and 100,000 lines only, because they need minutes for more; portolan is measured on
 * the same lines beside them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

const CACHE = 'node_modules/.cache/portolan';
const TOP_PORTS = String.raw`match($0, / DPT=[0-9]+/) { n[substr($0, RSTART + 5, RLENGTH - 5)]++ } END { for (p in n) print n[p], p }`;
const PROGRAM = 'bin/portolan';

const lines = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 3);

mkdirSync(CACHE, { recursive: true });
if (!existsSync('dist/portolan.cjs')) throw new Error('build it first: npm run build');
const log = join(CACHE, `netfilter-${lines}.log`);
run(['node', 'scripts/run-ts.mjs', 'bench/traffic/generate-netfilter.ts', String(lines), log]);
const part30 = head(30_000);
const part100 = head(100_000);

compare('whole log', lines, {
  portolan: [process.execPath, PROGRAM, 'traffic', log],
  // grep stops at the first match where its output is /dev/null, which `measured` gives it: hence the shell.
  "grep -c 'DPT=22 '": ['bash', '-c', 'LC_ALL=C grep -c "DPT=22 " "$0" | cat', log],
  'mawk top ports': ['mawk', TOP_PORTS, log],
});
compare('first 30,000 lines', 30_000, {
  portolan: [process.execPath, PROGRAM, 'traffic', part30],
  ...(isThere('psad') ? { psad: ['psad', '-A', '-m', part30, '--no-rdns', '--no-whois'] } : {}),
});
compare('first 100,000 lines', 100_000, {
  portolan: [process.execPath, PROGRAM, 'traffic', part100],
  ...(isThere('fwlogwatch')
    ? { 'fwlogwatch -d -p': ['fwlogwatch', '-c', '/dev/null', '-Pn', '-d', '-p', part100] }
    : {}),
});
for (const file of [log, part30, part100]) rmSync(file, { force: true });

function compare(title: string, count: number, commands: Readonly<Record<string, readonly string[]>>): void {
  const seconds = new Map(Object.keys(commands).map((name): [string, number[]] => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, command] of Object.entries(commands)) {
      const { stderr, status } = run(measured(command, 1));
      // What ends at once costs nothing, and would look like the fastest.
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 500)}`);
      seconds.get(name)?.push(cpuSeconds(stderr, 1));
    }
  }
  const ours = seconds.get('portolan') ?? [];
  console.log(`\n${title}, ${runs} turns; ${describeMachine()}`);
  printTable([
    ['command', 'CPU s', 'spread', 'us a line', 'portolan is x'],
    ...[...seconds].map(([name, all]) => [
      name,
      median(all).toFixed(3),
      spread(all, 3),
      ((1_000_000 * median(all)) / count).toFixed(3),
      median(all.map((one, turn) => (ours[turn] ?? Number.NaN) / one)).toFixed(3),
    ]),
  ]);
}

/** The first lines of the log, in a file of their own. */
function head(count: number): string {
  const bytes = Buffer.alloc(400 * count);
  const length = readSync(openSync(log, 'r'), bytes, 0, bytes.length, 0);
  let end = 0;
  for (let line = 0; line < count && end < length; line++) end = bytes.indexOf(10, end) + 1;
  const path = join(CACHE, `netfilter-head-${count}.log`);
  writeFileSync(path, bytes.subarray(0, end));
  return path;
}

function isThere(program: string): boolean {
  const found = spawnSync(program, ['-h'], { stdio: 'ignore' }).error === undefined;
  if (!found) console.log(`skipped: ${program} is not installed (apt-get install ${program})`);
  return found;
}

function run(command: readonly string[]): { stderr: string; status: number | null } {
  const [name = '', ...args] = command;
  return spawnSync(name, args, { encoding: 'utf8', env: cleanEnvironment(), maxBuffer: 2 ** 26 });
}
