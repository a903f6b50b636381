/**
 * What the whole report on a capture costs, flows and all, beside tshark and argus with its goals; and what decoding alone
 * costs, beside capinfos and tcpdump:
 *
 *   npm run bench:capture [-- --quick] [--megabytes N] [--runs N] [--without tshark ...]
 *
 * CPU seconds of the processes, user and system, in turns; medians, and medians of the ratios within the turns.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { cleanEnvironment } from '../measure.ts';
import { generateCapture } from './generate-capture.ts';
import { compare, isThere, type Peer } from './goals.ts';
import { printMemory } from './limits.ts';

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

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    megabytes: { type: 'string' },
    runs: { type: 'string', default: '3' },
    without: { type: 'string', multiple: true, default: [] },
  },
});
const megabytes = Number(values.megabytes ?? (values.quick ? 50 : 500));
const runs = Number(values.runs);

if (!existsSync('dist/portolan.cjs')) throw new Error('build it first: npm run build');
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
try {
  const capture = join(folder, 'bench.pcap');
  const packets = generateCapture(capture, megabytes * 1e6);
  const script = join(folder, 'decode-capture.mjs');
  const entryPoints = ['bench/traffic/decode-capture.ts'];
  await build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  const title = `${megabytes} MB, ${packets.toLocaleString('en')} packets`;
  const common = { units: packets, unit: 'packet', runs };
  const fields = TSHARK_FIELDS.flatMap((field) => ['-e', field]);
  compare({
    ...common,
    title: `flows and report, ${title}`,
    ours: [process.execPath, 'bin/portolan', 'traffic', capture],
    peers: {
      ...peer('argus -r', ['argus', '-r', capture, '-w', '/dev/null'], 0.8, 'argus-server'),
      ...peer('tshark -T fields', ['tshark', '-n', '-r', capture, '-T', 'fields', ...fields], 1 / 50),
    },
  });
  checkDecoding(script, capture, packets);
  compare({
    ...common,
    title: `decoding alone, with the start of node, ${title}`,
    ours: [process.execPath, script, capture],
    peers: {
      ...peer('capinfos -c', ['capinfos', '-c', capture]),
      ...peer('tcpdump -nn -S', ['tcpdump', '-nn', '-S', '-r', capture]),
    },
  });
  console.log('\nlimits');
  printMemory(capture);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Nothing where it is not installed or not wanted. */
function peer(
  name: string,
  command: readonly string[],
  goal?: number,
  debianPackage?: string,
): Readonly<Record<string, Peer>> {
  const [program = ''] = command;
  if (values.without.includes(program) || !isThere(program, debianPackage)) return {};
  return { [name]: goal === undefined ? { command } : { command, goal } };
}

/** What is fast because it left packets out is no measure. */
function checkDecoding(script: string, capture: string, packets: number): void {
  const { stdout, stderr } = spawnSync(process.execPath, [script, capture], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`nothing was decoded: ${stderr}`);
  const { events, malformed } = JSON.parse(stdout) as { events: number; malformed: number };
  if (events !== packets || malformed !== 0) throw new Error(`not all packets were events: ${events}`);
}
