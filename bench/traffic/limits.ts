import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from '../measure.ts';
import { cpuOf, printFigure } from './goals.ts';

const MEMORY = './bench/sockets/report-memory.cjs';
const PROGRAM = ['bin/portolan', 'traffic'];
const MAX_MEMORY = 300;
const MAX_SECONDS = 2;
const MAX_GROWTH = 11;

const MEASURED = ['"$0"', '--require', MEMORY, ...PROGRAM].join(' ');

/** The most memory a report has resident. */
export function printMemory(input: string): void {
  printFigure('peak memory, the whole input', peakOf(`${MEASURED} "$1"`, input), 'MB', MAX_MEMORY);
}

/** The same on a flood of forged sources through a pipe. */
export function printMemoryOfFlood(flood: number): void {
  const generator = `node scripts/run-ts.mjs bench/traffic/generate-flood.ts ${flood}`;
  const name = `peak memory, ${flood.toLocaleString('en')} forged sources`;
  printFigure(name, peakOf(`${generator} | ${MEASURED} -`, ''), 'MB', MAX_MEMORY);
}

/** When the first letter of a report comes to a terminal: wall time, which a busy machine makes longer. */
export async function printFirstOutput(log: string): Promise<void> {
  const begun = performance.now();
  const command = `'${process.execPath}' ${PROGRAM.join(' ')} '${log}'`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: cleanEnvironment(), stdio: 'pipe' });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  const seconds = (performance.now() - begun) / 1000;
  child.stdin.write('\u0003');
  child.stdout.resume();
  await closed;
  printFigure('first output on a terminal', seconds, 's', MAX_SECONDS);
}

/** How much more CPU time ten times as many lines take. */
export function printGrowth(tenth: string, whole: string, runs: number): void {
  const ratios = Array.from({ length: runs }, () => {
    const small = cpuOf('portolan', [process.execPath, ...PROGRAM, tenth]);
    return cpuOf('portolan', [process.execPath, ...PROGRAM, whole]) / small;
  });
  printFigure('ten times the lines take', Math.min(...ratios), 'times the CPU', MAX_GROWTH);
}

/** Megabytes. */
function peakOf(script: string, argument: string): number {
  const { stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', script, process.execPath, argument], {
    encoding: 'utf8',
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(stderr)?.[1];
  if (status !== 0 || kilobytes === undefined) throw new Error(`it ended with ${status}: ${stderr.slice(0, 500)}`);
  return (Number(kilobytes) * 1024) / 1e6;
}
