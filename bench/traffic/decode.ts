/**
 * What decoding a netfilter log costs, beside tools that look at the same bytes:   npm run bench:decode [-- LINES [RUNS]]
 *
 * CPU seconds of the processes, user and system, in turns (ours, grep, mawk, ours ...); medians, and the medians of the
 * ratios within the turns. The log is made by generate-netfilter.ts, and lies in the page cache from the second turn on.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compileScanner } from '../../build/scanner/compile-scanner.ts';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

const CACHE = 'node_modules/.cache/portolan';
const TOP_PORTS = String.raw`match($0, / DPT=[0-9]+/) { n[substr($0, RSTART + 5, RLENGTH - 5)]++ } END { for (p in n) print n[p], p }`;

const lines = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 7);
const log = join(CACHE, `netfilter-${lines}.log`);
const program = join(CACHE, 'decode-file.mjs');
const scanner = join(CACHE, 'netfilter-scan.wasm');

mkdirSync(CACHE, { recursive: true });
writeFileSync(scanner, compileScanner());
run(['node', 'scripts/run-ts.mjs', 'bench/traffic/generate-netfilter.ts', String(lines), log]);
await build({
  entryPoints: ['bench/traffic/decode-file.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});

// grep stops at the first match where its output is /dev/null, which `measured` gives it: hence the shell.
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  portolan: [process.execPath, program, log, scanner],
  'without WebAssembly': [process.execPath, program, log],
  "grep -c 'DPT=22 '": ['bash', '-c', 'LC_ALL=C grep -c "DPT=22 " "$0" | cat', log],
  'mawk top ports': ['mawk', TOP_PORTS, log],
};

const seconds = new Map(Object.keys(COMMANDS).map((name): [string, number[]] => [name, []]));
for (let turn = 0; turn < runs; turn++) {
  for (const [name, command] of Object.entries(COMMANDS)) {
    const { stderr, status } = run(measured(command, 1));
    if (status === 0) seconds.get(name)?.push(cpuSeconds(stderr, 1));
  }
}

console.log(`${lines} lines, ${runs} turns; ${describeMachine()}`);
const ours = seconds.get('portolan') ?? [];
printTable([
  ['command', 'CPU s', 'spread', 'us a line', 'portolan is x'],
  ...[...seconds].map(([name, all]) => [
    name,
    median(all).toFixed(3),
    spread(all, 3),
    ((1_000_000 * median(all)) / lines).toFixed(3),
    median(all.map((one, turn) => (ours[turn] ?? Number.NaN) / one)).toFixed(2),
  ]),
]);
rmSync(log);

function run(command: readonly string[]): { stderr: string; status: number | null } {
  const [name = '', ...args] = command;
  return spawnSync(name, args, { encoding: 'utf8', env: cleanEnvironment(), maxBuffer: 2 ** 26 });
}
