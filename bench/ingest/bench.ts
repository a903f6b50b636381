/**
 * What it costs to store a netfilter log, end to end: file, decoder, spool, DuckDB. Beside `portolan traffic` on the same
 * file, and beside goaccess, which makes a report of a web log with as many lines:
 *
 *   npm run bench:ingest [-- LINES [RUNS]]
 *
 * CPU seconds of the whole processes, user and system, in turns; medians, and medians of the ratios within the turns.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

const CACHE = 'node_modules/.cache/portolan';
const PROGRAM = 'bin/portolan';
const PIECE = 10_000;

const lines = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 3);

if (!existsSync('dist/portolan.cjs')) throw new Error('build it first: npm run build');
mkdirSync(CACHE, { recursive: true });
const log = join(CACHE, `ingest-${lines}.log`);
const web = join(CACHE, `web-${lines}.log`);
const store = join(CACHE, 'ingest-store');
run(['node', 'scripts/run-ts.mjs', 'bench/traffic/generate-netfilter.ts', String(lines), log]);
writeWebLog();

const commands: Record<string, readonly string[]> = {
  'portolan ingest': [process.execPath, PROGRAM, 'ingest', log, '--store', store],
  'portolan traffic': [process.execPath, PROGRAM, 'traffic', log],
};
if (spawnSync('goaccess', ['--version'], { stdio: 'ignore' }).error === undefined) {
  commands['goaccess'] = ['goaccess', web, '--log-format=COMBINED', '--no-global-config', '-o', `${web}.json`];
} else console.log('skipped: goaccess is not installed (apt-get install goaccess)');

const seconds = new Map(Object.keys(commands).map((name): [string, number[]] => [name, []]));
for (let turn = 0; turn < runs; turn++) {
  for (const [name, command] of Object.entries(commands)) {
    rmSync(store, { recursive: true, force: true });
    const { stderr, status } = run(measured(command, 1));
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 500)}`);
    seconds.get(name)?.push(cpuSeconds(stderr, 1));
  }
}
const ours = seconds.get('portolan ingest') ?? [];
console.log(`${lines} lines, ${runs} turns; ${describeMachine()}`);
printTable([
  ['command', 'CPU s', 'spread', 'lines a CPU s', 'ingest is x'],
  ...[...seconds].map(([name, all]) => [
    name,
    median(all).toFixed(3),
    spread(all, 3),
    Math.round(lines / median(all)).toLocaleString('en-US'),
    median(all.map((one, turn) => (ours[turn] ?? Number.NaN) / one)).toFixed(3),
  ]),
]);
for (const file of [log, web, `${web}.json`, store]) rmSync(file, { recursive: true, force: true });

/** A combined log: as many visitors and pages as a busy site has. */
function writeWebLog(): void {
  rmSync(web, { force: true });
  let text = '';
  for (let line = 0; line < lines; line++) {
    const visitor = (line * 7919) % 20_011;
    const second = String(line % 60).padStart(2, '0');
    const minute = String(Math.floor(line / 60) % 60).padStart(2, '0');
    text += `198.51.${visitor >> 8}.${visitor & 255} - - [22/Nov/2026:10:${minute}:${second} +0000] "GET /page/${(line * 31) % 997} HTTP/1.1" 200 ${500 + (line % 9000)} "https://example.org/" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n`;
    if (line % PIECE !== PIECE - 1 && line !== lines - 1) continue;
    writeFileSync(web, text, { flag: 'a' });
    text = '';
  }
}

function run(command: readonly string[]): { stderr: string; status: number | null } {
  const [name = '', ...args] = command;
  return spawnSync(name, args, { encoding: 'utf8', env: cleanEnvironment(), maxBuffer: 2 ** 26 });
}
