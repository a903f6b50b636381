/**
 * What decoding a netfilter log costs, events thrown away, beside tools that look at the same bytes. The goals are those of
 * the whole report, of which decoding is a part:
 *
 *   npm run bench:decode [-- --quick] [--lines N] [--runs N]
 *
 * CPU seconds of the processes, user and system, in turns (ours, grep, mawk, ours ...); medians, and the medians of the
 * ratios within the turns. The log is made by generate-netfilter.ts, and lies in the page cache from the second turn on.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { compileScanner } from '../../build/scanner/compile-scanner.ts';
import { cleanEnvironment } from '../measure.ts';
import { compare, isThere } from './goals.ts';

const CACHE = 'node_modules/.cache/portolan';
const TOP_PORTS = String.raw`match($0, / DPT=[0-9]+/) { n[substr($0, RSTART + 5, RLENGTH - 5)]++ } END { for (p in n) print n[p], p }`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    lines: { type: 'string' },
    runs: { type: 'string' },
  },
});
const lines = Number(values.lines ?? (values.quick ? 200_000 : 1_000_000));
const runs = Number(values.runs ?? (values.quick ? 3 : 7));
const log = join(CACHE, `netfilter-decode-${lines}.log`);
const program = join(CACHE, 'decode-file.mjs');
const scanner = join(CACHE, 'netfilter-scan.wasm');

mkdirSync(CACHE, { recursive: true });
writeFileSync(scanner, compileScanner());
const generator = ['scripts/run-ts.mjs', 'bench/traffic/generate-netfilter.ts', String(lines), log];
const { status, stderr } = spawnSync(process.execPath, generator, { encoding: 'utf8', env: cleanEnvironment() });
if (status !== 0) throw new Error(`no log was made: ${stderr}`);
await build({
  entryPoints: ['bench/traffic/decode-file.ts'],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});

compare({
  title: `decoding alone, ${lines.toLocaleString('en')} lines`,
  units: lines,
  unit: 'line',
  runs,
  ours: [process.execPath, program, log, scanner],
  peers: {
    'without WebAssembly': { command: [process.execPath, program, log] },
    // grep stops at the first match where its output is /dev/null, which `measured` gives it: hence the shell.
    "grep -c 'DPT=22 '": { command: ['bash', '-c', 'LC_ALL=C grep -c "DPT=22 " "$0" | cat', log], goal: 4 },
    ...(isThere('mawk') && { 'mawk top ports': { command: ['mawk', TOP_PORTS, log], goal: 1.1 } }),
  },
});
rmSync(log);
