/**
 * How many services of a lab are named right, and how long it takes, beside `nmap -sV`:
 *   npm run lab -- up all; node scripts/run-ts.mjs bench/audit/identify.ts [--without-nmap] [--lab STATE.json]
 * The lab is the one that runs in this checkout; everything is asked from its outside namespace, as root.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Identification, IdentifyTask } from '../../src/audit/identify/identify.ts';
import { describeMachine, printTable } from '../measure.ts';
import { serviceNames } from './service-names.ts';

const STATES = 'node_modules/.cache/portolan-lab/labs';
const FROM_HERE = ['scripts/run-ts.mjs', 'bench/audit/identify-from-here.ts'];

/** What the lab writes down of itself, as far as it is needed here. */
interface LabState {
  readonly outside: { readonly pid: number };
  readonly servers: readonly {
    readonly name: string;
    readonly address: string;
    readonly services: readonly {
      readonly port: number;
      readonly transport: 'tcp' | 'udp';
      readonly service: string;
      readonly product: string | null;
      readonly version?: string | null;
    }[];
  }[];
}

interface Named {
  readonly service: string | null;
  readonly product: string | null;
  readonly version: string | null;
}

const { values: options } = parseArgs({ options: { 'without-nmap': { type: 'boolean' }, lab: { type: 'string' } } });
const lab = JSON.parse(readFileSync(options.lab ?? newestState(), 'utf8')) as LabState;
// DHCP and datagram services of NetBIOS have no question of identification: checks of their own speak them.
const truth = lab.servers
  .flatMap(({ name, address, services }) => services.map((service) => ({ server: name, address, ...service })))
  .filter(({ transport }) => transport === 'tcp');

const ours = identifyAll();
const peers = options['without-nmap'] === true ? null : runNmap();
console.log(`${truth.length} TCP services of ${lab.servers.length} servers; ${describeMachine()}\n`);
const rows = [['', 'service', 'product', 'version', 'wall s']];
rows.push([
  'in the lab',
  ...count(truth.map(({ service, product, version }) => ({ service, product, version: version ?? null }))),
  '',
]);
rows.push(['portolan', ...count(ours.named), (ours.milliseconds / 1000).toFixed(1)]);
if (peers !== null) rows.push(['nmap -sV', ...count(peers.named), (peers.milliseconds / 1000).toFixed(1)]);
printTable(rows);
if (peers !== null) console.log(`\n  time beside nmap: ${(ours.milliseconds / peers.milliseconds).toFixed(3)}`);
console.log('\nNot named right:');
truth.forEach(({ server, port, service, product, version }, index) => {
  const wanted = { service, product, version: version ?? null };
  for (const [who, named] of [
    ['portolan', ours.named[index]],
    ['nmap', peers?.named[index]],
  ] as const) {
    if (named === undefined || isRight(named, wanted)) continue;
    console.log(`  ${who.padEnd(8)} ${server} ${port}: ${inWords(named)}, not ${inWords(wanted)}`);
  }
});

function newestState(): string {
  const states = existsSync(STATES) ? readdirSync(STATES).filter((name) => name.endsWith('.json')) : [];
  const [name] = states.toSorted().toReversed();
  if (name === undefined) throw new Error('no lab runs here: npm run lab -- up all');
  return join(STATES, name);
}

function inOutside(command: readonly string[], input: string): string {
  const args = ['--target', String(lab.outside.pid), '--net', ...command];
  const { stdout, stderr, status } = spawnSync('nsenter', args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command[0]} failed: ${stderr}`);
  return stdout;
}

function identifyAll(): { named: Named[]; milliseconds: number } {
  const tasks = truth.map(({ address, port }) => ({ endpoint: { address, port }, transport: 'tcp' }));
  const { milliseconds, found } = JSON.parse(inOutside([process.execPath, ...FROM_HERE], JSON.stringify(tasks))) as {
    milliseconds: number;
    found: { task: IdentifyTask; identification: Identification }[];
  };
  const named = truth.map(({ address, port }) => {
    const { service = null } =
      found.find(({ task: { endpoint } }) => endpoint.address === address && endpoint.port === port)?.identification ??
      {};
    return { service: service?.name ?? null, product: service?.product ?? null, version: service?.version ?? null };
  });
  return { named, milliseconds };
}

/** One nmap for all hosts and ports, as one would run it; only the ports that are there are asked. */
function runNmap(): { named: Named[]; milliseconds: number } {
  const ports = [...new Set(truth.map(({ port }) => port))].join(',');
  const addresses = [...new Set(truth.map(({ address }) => address))];
  const started = performance.now();
  const xml = inOutside(['nmap', '-Pn', '-n', '-sT', '-sV', '-p', ports, '-oX', '-', ...addresses], '');
  const milliseconds = performance.now() - started;
  const hosts = new Map(xml.split('<host ').map((host) => [/addr="([\d.]+)"/.exec(host)?.[1] ?? '', host] as const));
  const named = truth.map(({ address, port }) => {
    const text = new RegExp(`portid="${port}">.*?</port>`, 's').exec(hosts.get(address) ?? '')?.[0] ?? '';
    const field = (name: string): string | null => new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? null;
    // A name from its table of ports, or with a question mark, is no answer.
    const isAnswer = field('method') === 'probed' && Number(field('conf') ?? 0) >= 8;
    return {
      service: isAnswer ? field('name') : null,
      product: field('product'),
      version: field('version'),
    };
  });
  return { named, milliseconds };
}

function count(named: readonly Named[]): string[] {
  let [services, products, versions] = [0, 0, 0];
  truth.forEach(({ service, product, version }, index) => {
    const one = named[index];
    if (one === undefined) return;
    if (isService(one, service)) services++;
    if (product !== null && isProduct(one, product)) products++;
    if (version != null && version !== '' && isVersion(one, version)) versions++;
  });
  return [services, products, versions].map(String);
}

function isRight(named: Named, wanted: Named): boolean {
  return (
    isService(named, wanted.service ?? '') &&
    (wanted.product === null || isProduct(named, wanted.product)) &&
    (wanted.version === null || wanted.version === '' || isVersion(named, wanted.version))
  );
}

function isService({ service }: Named, wanted: string): boolean {
  return service !== null && serviceNames(wanted).includes(service);
}

/** Names differ in how much they say: `Postfix` and `Postfix smtpd` are the same. */
function isProduct({ product }: Named, wanted: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  // Python's http.server calls itself SimpleHTTP.
  const named = plain(product === 'Python http.server' ? 'SimpleHTTPServer' : (product ?? ''));
  return named !== '' && (named.includes(plain(wanted)) || plain(wanted).includes(named));
}

function isVersion({ version }: Named, wanted: string): boolean {
  return (
    version !== null && (version === wanted || version.startsWith(`${wanted}-`) || version.startsWith(`${wanted} `))
  );
}

function inWords({ service, product, version }: Named): string {
  return [service ?? 'unknown', product, version].filter((part) => part !== null && part !== '').join(' ');
}
