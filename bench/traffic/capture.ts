/**
 * CPU time of decoding a capture, and of the whole report on it, beside capinfos, tcpdump, argus and tshark, where they are installed.
 *   npm run bench:capture [-- MEGABYTES] [--rounds N] [--without tshark]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';
import { generateCapture } from './generate-capture.ts';

const TSHARK_FIELDS = [
  'frame.time_epoch',
  'ip.src',
  'ip.dst',
  'ip.proto',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.flags',
];

interface Candidate {
  readonly name: string;
  readonly command: readonly string[];
}

const OURS = 'portolan, decoding';
const OURS_WHOLE = 'portolan, with the start of node';
const OURS_REPORT = 'portolan traffic: flows and report';

function peers(capture: string): Candidate[] {
  const fields = TSHARK_FIELDS.flatMap((field) => ['-e', field]);
  const all: Candidate[] = [
    { name: OURS_REPORT, command: [process.execPath, 'bin/portolan', 'traffic', capture] },
    { name: 'capinfos -c', command: ['capinfos', '-c', capture] },
    { name: 'tcpdump -nn -S', command: ['tcpdump', '-nn', '-S', '-r', capture] },
    { name: 'argus -r', command: ['argus', '-r', capture, '-w', '/dev/null'] },
    { name: 'tshark -T fields', command: ['tshark', '-n', '-r', capture, '-T', 'fields', ...fields] },
  ];
  return all.filter(({ name, command: [program = ''] }) => {
    const isThere = spawnSync('which', [program]).status === 0;
    if (!isThere) console.log(`  not installed: ${name}`);
    return isThere;
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, without: { type: 'string', multiple: true, default: [] } },
    allowPositionals: true,
  });
  console.log(describeMachine());
  const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  try {
    const capture = join(folder, 'bench.pcap');
    const packets = generateCapture(capture, Number(positionals[0] ?? 500) * 1e6);
    const { size } = statSync(capture);
    console.log(`${(size / 1e6).toFixed(0)} MB, ${packets.toLocaleString('en')} packets\n`);
    const script = join(folder, 'decode-capture.mjs');
    const entryPoints = ['bench/traffic/decode-capture.ts'];
    await build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
    const others = peers(capture).filter(({ name }) => !values.without.some((word) => name.startsWith(word)));
    report(measureRounds(capture, script, others, Number(values.rounds), packets), packets, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything once a round, in turn, so that a busy machine is busy for all. CPU seconds by name. */
function measureRounds(
  capture: string,
  script: string,
  others: readonly Candidate[],
  rounds: number,
  packets: number,
): Map<string, number[]> {
  const times = new Map<string, number[]>(
    [OURS, OURS_WHOLE, ...others.map(({ name }) => name)].map((name) => [name, []]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { name, command } of others) {
      times.get(name)?.push(cpuOf(command));
    }
    const own = decodeOnce(script, capture);
    if (own.events !== packets || own.malformed !== 0) throw new Error(`not all packets were events: ${own.events}`);
    times.get(OURS)?.push(own.cpu);
    times.get(OURS_WHOLE)?.push(own.wholeCpu);
    if (round === rounds - 1) console.log(`portolan's peak memory: ${(own.peakKilobytes / 1024).toFixed(0)} MiB\n`);
  }
  return times;
}

function cpuOf(command: readonly string[]): number {
  const [bash = 'bash', ...args] = measured(command, 1);
  const { stderr } = spawnSync(bash, args, { env: cleanEnvironment(), encoding: 'utf8' });
  return cpuSeconds(stderr, 1);
}

/** What `decode-capture.ts` prints. */
interface Decoding {
  readonly events: number;
  readonly malformed: number;
  readonly cpu: number;
  readonly wholeCpu: number;
  readonly peakKilobytes: number;
}

function decodeOnce(script: string, capture: string): Decoding {
  const { stdout, stderr } = spawnSync(process.execPath, [script, capture], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`nothing was decoded: ${stderr}`);
  return JSON.parse(stdout) as Decoding;
}

function report(times: ReadonlyMap<string, readonly number[]>, packets: number, size: number): void {
  const ours = times.get(OURS) ?? [];
  const rows = [...times].map(([name, values]) => {
    const middle = median(values);
    // Pair by pair: what ran in the same round.
    const ratio = median(values.map((value, round) => value / (ours[round] ?? Number.NaN)));
    const [rate, megabytes] = [packets / middle / 1e6, size / middle / 1e6];
    return [name, middle.toFixed(3), spread(values, 3), rate.toFixed(2), megabytes.toFixed(0), ratio.toFixed(2)];
  });
  printTable([['', 'CPU s', 'spread', 'M packets/s', 'MB/s', 'x decoding'], ...rows]);
}

await main();
