import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackagesMissing, unpack, whyNoPackages } from '../servers/packages.ts';
import { CLUSTER_NAME, serverConfiguration, USERS_CONFIGURATION, type Member } from './configuration.ts';
import { Daemon } from './daemon.ts';
import { freePorts, type ClusterPorts } from './ports.ts';
import { zooKeeper } from './zookeeper.ts';

/** 18.16 ends with a segmentation fault at the first `ON CLUSTER` that comes before its queue of them is there. */
const SEES_ZOOKEEPER = "SELECT name FROM system.zookeeper WHERE path = '/clickhouse/task_queue' AND name = 'ddl'";

const PACKAGES = ['clickhouse-client', 'clickhouse-server', 'zookeeper'];

export interface ClusterShape {
  /** 2 without. */
  readonly shards?: number;
  /** Of each shard; 2 without. */
  readonly replicas?: number;
  /** Without, ports that are free. */
  readonly ports?: ClusterPorts;
  /** Of all files, removed in the end; a temporary one without. */
  readonly folder?: string;
}

/**
 * Why the cluster cannot be started here, in a few words; null when its packages are there, downloaded if need be: they are
 * unpacked into the lab's cache, not installed. For tests, which skip with that line.
 */
export async function whyNoCluster(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the cluster needs Linux on x86-64';
  if (spawnSync('setpriv', ['--version']).error !== undefined) return 'setpriv is missing (util-linux)';
  const whyNot = whyNoPackages();
  if (whyNot !== null) return whyNot;
  try {
    await unpack(PACKAGES);
    return null;
  } catch (error) {
    if (error instanceof PackagesMissing) return error.message;
    throw error;
  }
}

/**
 * Debian's ClickHouse 18.16 as a cluster on loopback, its shards replicated through Debian's ZooKeeper; one shard of one replica
 * is a single server without ZooKeeper. Every process is a child of this one and ends with it.
 */
export class Cluster {
  readonly members: readonly Member[];
  /** Null for a single server. */
  readonly zooKeeper: Daemon | null;
  readonly folder: string;
  readonly #daemons: ReadonlyMap<string, Daemon>;

  private constructor(folder: string, members: readonly Member[], zooKeeperDaemon: Daemon | null, servers: Daemon[]) {
    this.folder = folder;
    this.members = members;
    this.zooKeeper = zooKeeperDaemon;
    this.#daemons = new Map(servers.map((daemon) => [daemon.name, daemon]));
  }

  /** Returns when all servers answer. Throws, with nothing left behind, when one does not come up. */
  static async start({ shards = 2, replicas = 2, ports, folder }: ClusterShape = {}): Promise<Cluster> {
    const { root } = await unpack(PACKAGES);
    const place = folder ?? (await mkdtemp(join(tmpdir(), 'portolan-cluster-')));
    const count = shards * replicas;
    const chosen = ports ?? (await freePorts(count));
    const members = Array.from({ length: count }, (_, index): Member => {
      const [shard, replica] = [Math.floor(index / replicas) + 1, (index % replicas) + 1];
      const name = `s${shard}r${replica}`;
      return { name, shard, replica, folder: join(place, name), ports: chosen.member(index) };
    });
    const keeper = count === 1 ? null : await zooKeeper(root, join(place, 'zookeeper'), chosen.zooKeeper);
    const servers: Daemon[] = [];
    for (const member of members) {
      await writeConfiguration(member, members, keeper === null ? null : chosen.zooKeeper);
      servers.push(server(root, member, keeper !== null));
    }
    const cluster = new Cluster(place, members, keeper, servers);
    try {
      // A server with replicated tables ends where ZooKeeper does not answer.
      await keeper?.start();
      await Promise.all(servers.map((daemon) => daemon.start()));
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  /** Throws for a name that no server has; `s1r1` is the first. */
  daemon(name: string): Daemon {
    const daemon = this.#daemons.get(name);
    if (daemon === undefined) throw new Error(`the cluster has no server ${name}`);
    return daemon;
  }

  /** URL of a server's HTTP port. */
  url(name: string): string {
    const member = this.members.find((each) => each.name === name);
    if (member === undefined) throw new Error(`the cluster has no server ${name}`);
    return `http://127.0.0.1:${member.ports.http}`;
  }

  /** A store's location (`store/location.ts`), with the servers of these names as its entry nodes: without, the first replica of each shard. */
  location(database: string, entries: readonly string[] = this.#firstReplicas()): string {
    const hosts = entries.map((name) => this.url(name).replace('http://', ''));
    const cluster = this.zooKeeper === null ? '' : `?cluster=${CLUSTER_NAME}`;
    return `clickhouse://${hosts.join(',')}/${database}${cluster}`;
  }

  /** What `SELECT` a server answers, tab-separated: tests look behind the store's back with it. */
  async query(sql: string, name = 's1r1'): Promise<string> {
    const response = await fetch(`${this.url(name)}/`, {
      method: 'POST',
      body: sql,
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${text.trim()}`);
    return text.trimEnd();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#daemons.values()].map((daemon) => daemon.kill()));
    await this.zooKeeper?.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  #firstReplicas(): string[] {
    return this.members.filter(({ replica }) => replica === 1).map(({ name }) => name);
  }
}

async function writeConfiguration(member: Member, members: readonly Member[], port: number | null): Promise<void> {
  await mkdir(member.folder, { recursive: true });
  await writeFile(join(member.folder, 'config.xml'), serverConfiguration(member, members, port));
  await writeFile(join(member.folder, 'users.xml'), USERS_CONFIGURATION);
}

function server(root: string, { name, folder, ports }: Member, isReplicated: boolean): Daemon {
  const url = `http://127.0.0.1:${ports.http}/`;
  return new Daemon({
    name,
    program: join(root, 'usr/sbin/clickhouse-server'),
    args: [`--config-file=${join(folder, 'config.xml')}`],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(root, 'usr/lib/x86_64-linux-gnu') },
    answers: async () => {
      try {
        const body = isReplicated ? SEES_ZOOKEEPER : 'SELECT 1';
        const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(2000) });
        return response.ok && (await response.text()) !== '';
      } catch {
        return false;
      }
    },
  });
}
