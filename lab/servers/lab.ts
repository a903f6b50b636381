import { spawnSync } from 'node:child_process';
import { SERVERS } from './catalogue.ts';
import { portsOf, type LabServer } from './lab-server.ts';
import { LabNetwork, type LabHost } from './network.ts';
import { PackagesMissing, unpack, whyNoPackages } from './packages.ts';
import { RunningServer } from './running-server.ts';

/** What the lab needs of the kernel, tried in namespaces that end with the trial. */
const TRIAL = `mount -t tmpfs lab /mnt
mkdir /mnt/upper /mnt/work &&
mount -t overlay lab -o lowerdir=/usr,upperdir=/mnt/upper,workdir=/mnt/work /usr &&
ip link add e0 type bridge &&
ip link add h0 type veth peer name l0`;

/** Servers that are started at the same time. More only makes each slower. */
const AT_A_TIME = 4;

/** Why the lab of real servers cannot be opened here, in a few words; null when nothing is known to be in the way. */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0) return 'the lab needs root: it makes network namespaces and mounts';
  for (const program of ['ip', 'nsenter', 'setpriv', 'unshare']) {
    if (spawnSync(program, ['--version']).error !== undefined) return `${program} is missing (iproute2, util-linux)`;
  }
  const { status, stderr } = spawnSync('unshare', ['--mount', '--net', 'sh', '-c', TRIAL], { encoding: 'utf8' });
  if (status !== 0) return `overlay mounts or network links cannot be made here (${stderr.trim()})`;
  return whyNoPackages();
}

/**
 * Why servers cannot be started here, in a few words; null when their packages are all there, downloaded if need be. For
 * tests, which skip with that line.
 */
export async function whyNoServers(servers: readonly (string | LabServer)[]): Promise<string | null> {
  const whyNot = whyNoLab();
  if (whyNot !== null) return whyNot;
  try {
    for (const { packages } of servers.map(serverOf)) if (packages.length > 0) await unpack(packages);
    return null;
  } catch (error) {
    if (error instanceof PackagesMissing) return error.message;
    throw error;
  }
}

export interface LabOptions {
  /** Names of the catalogue, or servers described by the caller. */
  readonly servers: readonly (string | LabServer)[];
  /** Told before each server is started, for people who wait. */
  readonly progress?: (server: LabServer, host: LabHost) => void;
  /** Aborted, no further server is started, and those that were are ended. */
  readonly signal?: AbortSignal;
}

/**
 * Servers in namespaces of their own, and an outside from where to look at them: `outside` is 10.78.0.1 and fd78::1 on
 * interface `e0`, the hosts are 10.78.0.2 and fd78::2 onwards on `l0`, and there is no way from there to anywhere. Servers
 * share the first host as long as their ports differ; one whose port is taken gets the next host. Namespaces have no
 * names and hold nothing of this machine, so any number of labs run side by side, and all of a lab is gone when the
 * process that opened it ends, however that comes.
 */
export class Lab {
  readonly network: LabNetwork;
  readonly servers: readonly RunningServer[];

  constructor(network: LabNetwork, servers: readonly RunningServer[]) {
    this.network = network;
    this.servers = servers;
  }

  /** The server of that name. Throws when the lab was opened without it. */
  server(name: string): RunningServer {
    const found = this.servers.find(({ server }) => server.name === name);
    if (found === undefined) throw new Error(`the lab was opened without ${name}`);
    return found;
  }

  /** The command line that runs a command outside, as a neighbour of the hosts. */
  enterOutside(command: readonly string[]): [program: string, args: string[]] {
    return this.network.outside.enter(command);
  }

  /** The command line that runs a command on the host of a server (the first host without a name), as a local user would. */
  enterInside(command: readonly string[], server?: string): [program: string, args: string[]] {
    const host = server === undefined ? this.network.hosts[0] : this.server(server).host;
    if (host === undefined) throw new Error('the lab has no host');
    return host.namespace.enter(command);
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((running) => running.close()));
    await this.network.close();
  }
}

/** Opens a lab. Throws, with nothing left behind, when a server does not come up or a package is not to be had. */
export async function openLab({ servers, progress, signal }: LabOptions): Promise<Lab> {
  const wanted = servers.map(serverOf);
  const network = await LabNetwork.open();
  const running: RunningServer[] = [];
  try {
    const placed = await place(wanted, network);
    const next = placed.entries();
    const failures: unknown[] = [];
    const startNext = async (): Promise<void> => {
      for (const [index, { server, host }] of next) {
        if (failures.length > 0) return;
        try {
          signal?.throwIfAborted();
          progress?.(server, host);
          running[index] = await RunningServer.start(server, host);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, startNext));
    if (failures.length > 0) throw failures[0];
  } catch (error) {
    await Promise.all(running.map((each) => each.close()));
    await network.close();
    throw error;
  }
  return new Lab(network, running);
}

interface Placed {
  readonly server: LabServer;
  readonly host: LabHost;
}

/** Gives every server the first host where its ports are free. */
async function place(servers: readonly LabServer[], network: LabNetwork): Promise<Placed[]> {
  const taken = new Map<LabHost, Set<string>>();
  const placed: Placed[] = [];
  for (const server of servers) {
    const ports = portsOf(server);
    const free = [...taken].find(([, used]) => ports.every((port) => !used.has(port)));
    const [host, used] = free ?? [await network.addHost(), new Set<string>()];
    taken.set(host, used);
    for (const port of ports) used.add(port);
    placed.push({ server, host });
  }
  return placed;
}

function serverOf(name: string | LabServer): LabServer {
  if (typeof name !== 'string') return name;
  const server = SERVERS.find((each) => each.name === name);
  if (server === undefined) throw new Error(`the lab has no server ${name}; \`npm run lab -- list\` names them`);
  return server;
}
