/**
 * The lab's ClickHouse cluster, for people:   npm run cluster -- up [--offset N] [--folder PATH] | down | status
 *
 * It runs in a process of its own until `down`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LAB_CACHE } from '../servers/cache.ts';
import { Cluster, whyNoCluster } from './cluster.ts';
import { fixedPorts } from './ports.ts';

const USAGE = `usage: npm run cluster -- up [--offset N] [--folder PATH]
                                     start 2 shards of 2 replicas and ZooKeeper on loopback: HTTP on 18121 to 18124, all
                                     ports moved by N; files under PATH, or a temporary folder
       npm run cluster -- down      end it, also one that was killed; its files go too
       npm run cluster -- status    where it is`;

const USAGE_ERROR = 2;
const COULD_NOT_LOOK = 3;
const LOOK_EVERY_MS = 100;
const END_WITHIN_MS = 20_000;

const FOLDER = join(LAB_CACHE, 'cluster');
const STATE = join(FOLDER, 'state.json');
const LOG = join(FOLDER, 'holder.log');
const MARK = 'hold-cluster';

interface State {
  readonly holder: number;
  readonly folder: string;
  readonly location: string;
  readonly servers: readonly { readonly name: string; readonly pid: number; readonly url: string }[];
}

async function main(args: readonly string[]): Promise<number> {
  const options = { offset: { type: 'string' }, folder: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const offset = Number(values.offset ?? 0);
  const [command, ...rest] = positionals;
  if (rest.length === 0 && Number.isInteger(offset) && offset >= 0 && offset <= 40_000) {
    if (command === 'up') return up(args.slice(1));
    if (command === MARK) return hold(offset, values.folder);
    if (command === 'down') return down();
    if (command === 'status') return status();
  }
  console.error(USAGE);
  return USAGE_ERROR;
}

async function up(args: readonly string[]): Promise<number> {
  const whyNot = await whyNoCluster();
  if (whyNot !== null) {
    console.error(`cluster: not started: ${whyNot}`);
    return COULD_NOT_LOOK;
  }
  const running = read();
  if (running !== null && isHeld(running)) {
    console.error('cluster: it runs already');
    show(running);
    return 0;
  }
  mkdirSync(FOLDER, { recursive: true });
  rmSync(STATE, { force: true });
  const log = openSync(LOG, 'w');
  const program = ['scripts/run-ts.mjs', 'lab/cluster/cluster-cli.ts', MARK, ...args];
  const holder = spawn(process.execPath, program, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  holder.unref();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => holder.kill('SIGTERM'));
  while (holder.exitCode === null && holder.signalCode === null) {
    const state = read();
    if (state !== null) {
      show(state);
      return 0;
    }
    await sleep(LOOK_EVERY_MS);
  }
  console.error(`cluster: not started: ${readFileSync(LOG, 'utf8').trim()}`);
  return COULD_NOT_LOOK;
}

/** Runs in a process of its own. */
async function hold(offset: number, folder: string | undefined): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const ended = once(stop.signal, 'abort');
  if (folder !== undefined && existsSync(folder)) {
    console.error(`${folder} is there already; its files would go with the cluster`);
    return COULD_NOT_LOOK;
  }
  const cluster = await Cluster.start({ ports: fixedPorts(offset), ...(folder === undefined ? {} : { folder }) });
  const servers = cluster.members.map(({ name }) => ({ name, pid: cluster.daemon(name).pid, url: cluster.url(name) }));
  const location = cluster.location('portolan');
  const state: State = { holder: process.pid, folder: cluster.folder, location, servers };
  writeFileSync(`${STATE}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${STATE}.new`, STATE);
  // Without a timer nothing would keep the process: waiting for a signal does not.
  const alive = setInterval(() => {}, 60_000);
  if (!stop.signal.aborted) await ended;
  clearInterval(alive);
  await cluster.close();
  rmSync(STATE, { force: true });
  return 0;
}

async function down(): Promise<number> {
  const state = read();
  if (state === null) {
    console.log('No cluster runs.');
    return 0;
  }
  if (isHeld(state)) process.kill(state.holder, 'SIGTERM');
  for (const deadline = Date.now() + END_WITHIN_MS; isHeld(state) && Date.now() < deadline;) await sleep(LOOK_EVERY_MS);
  if (isHeld(state)) process.kill(state.holder, 'SIGKILL');
  // Of one that was killed the servers are gone with it, and the files are not.
  rmSync(state.folder, { recursive: true, force: true });
  rmSync(STATE, { force: true });
  console.error('cluster: it is ended');
  return 0;
}

function status(): number {
  const state = read();
  if (state === null) console.log('No cluster runs.');
  else if (isHeld(state)) show(state);
  else console.log('The process of the cluster has been killed. `npm run cluster -- down` cleans up.');
  return 0;
}

function show({ location, folder, servers }: State): void {
  console.log(`store     ${location}`);
  console.log(`files     ${folder}`);
  for (const { name, pid, url } of servers) console.log(`${name.padEnd(9)} ${url}  pid ${pid}`);
}

function read(): State | null {
  try {
    return JSON.parse(readFileSync(STATE, 'utf8')) as State;
  } catch {
    return null;
  }
}

/** Whether the process that holds it still runs: another may have got its pid. */
function isHeld({ holder }: State): boolean {
  try {
    return readFileSync(`/proc/${holder}/cmdline`, 'utf8').split('\0').includes(MARK);
  } catch {
    return false;
  }
}

process.exitCode = await main(process.argv.slice(2));
