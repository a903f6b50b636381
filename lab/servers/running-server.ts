import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundPorts } from './bound-ports.ts';
import { LAB_CODE } from './cache.ts';
import { initScript } from './init-script.ts';
import { portsOf, type LabServer } from './lab-server.ts';
import type { LabHost } from './network.ts';
import { unpack } from './packages.ts';
import { upstreamVersion, type LabService } from './truth.ts';

/** A server says little; of one that says much the end is kept. */
const MAX_LOG = 64 * 1024;

const READY_WITHIN_S = 20;
/** A look at the sockets costs about 10 ms: the kernel walks the table of connections of the whole machine for it. */
const LOOK_EVERY_MS = 200;

/** Servers see a clean environment, the same on every machine. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Whatever ends the process that opened the lab, the kernel then ends the server: also after SIGKILL. */
const WITH_ITS_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--'];
const OWN_NAMESPACES = ['unshare', '--mount', '--uts', '--ipc', '--pid', '--fork', '--kill-child=KILL'];

/** The script comes by the environment: in lists of processes one looks for the name of a server, not for all of this. */
const RUN_SCRIPT = 'eval "$LAB_SCRIPT"';

export interface ServiceTruth extends LabService {
  /** As upstream counts; null where it is not to be seen from outside. */
  readonly version: string | null;
}

/** A server of the lab that answers. Everything it started is in one pid namespace and ends with it. */
export class RunningServer {
  readonly server: LabServer;
  readonly host: LabHost;
  readonly services: readonly ServiceTruth[];
  readonly #child: ChildProcess;
  #log = '';

  private constructor(server: LabServer, host: LabHost, services: readonly ServiceTruth[], child: ChildProcess) {
    this.server = server;
    this.host = host;
    this.services = services;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('latin1').on('data', (text: string) => {
        // The first line, with the pid, stays.
        const whole = this.#log + text;
        this.#log = whole.length > MAX_LOG ? whole.slice(0, MAX_LOG / 8) + whole.slice(-MAX_LOG / 2) : whole;
      });
    }
  }

  /** Starts a server on a host and waits until its ports are there. Throws with the server's own words when they do not come. */
  static async start(server: LabServer, host: LabHost): Promise<RunningServer> {
    const { root, versions } =
      server.packages.length === 0 ? { root: '', versions: {} } : await unpack(server.packages);
    const [enter, args] = host.namespace.enter([...OWN_NAMESPACES, '/bin/sh', '-c', RUN_SCRIPT, server.name]);
    const [program = '', ...rest] = [...WITH_ITS_PARENT, enter, ...args];
    const env = {
      PATH,
      LC_ALL: 'C',
      TZ: 'UTC',
      ROOT: root,
      ADDRESS: host.address,
      NODE: process.execPath,
      CODE: LAB_CODE,
      LAB_SCRIPT: initScript(server, host.address),
    };
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const services = server.services.map((service) => ({ ...service, version: versionOf(service, versions) }));
    const running = new RunningServer(server, host, services, child);
    try {
      await running.#ready();
    } catch (error) {
      await running.close();
      throw error;
    }
    return running;
  }

  /** What the server has said so far: its output and its errors. */
  get log(): string {
    return this.#log;
  }

  /** The first process of the server's namespaces, as the host counts it. `/proc/PID/root` is the server's file system. */
  get pid(): number {
    return Number(/^lab-pid (\d+)$/mu.exec(this.#log)?.[1] ?? 0);
  }

  /** The same path as the server sees it, for reading from here. */
  pathOf(path: string): string {
    return `/proc/${this.pid}/root${path}`;
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    await this.#portsGone();
  }

  async #ready(): Promise<void> {
    const { name, saysWhenReady = /^/u, readyWithin = READY_WITHIN_S } = this.server;
    const wanted = portsOf(this.server);
    // Looks are counted, not seconds: on a machine that stood still the server has not had its time, nor its words been read.
    for (let looks = (readyWithin * 1000) / LOOK_EVERY_MS; ; looks -= 1) {
      const answers = saysWhenReady.test(this.#log);
      const bound = answers ? boundPorts(this.host.namespace.pid) : new Set<string>();
      const missing = wanted.filter((port) => !bound.has(port));
      if (answers && missing.length === 0) return;
      const ended = this.#child.exitCode ?? this.#child.signalCode;
      if (ended !== null || looks < 0) {
        const what =
          ended === null
            ? `is not ready after ${readyWithin} s${answers ? ` (missing: ${missing.join(', ')})` : ''}`
            : `ended (${ended})`;
        throw new Error(`lab: ${name} ${what}. It said:\n${this.#log.trim() || '(nothing)'}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** The kernel ends the processes of a pid namespace a moment after its first one; then its sockets are gone too. */
  async #portsGone(): Promise<void> {
    const own = new Set(portsOf(this.server));
    for (let look = 0; look < 50; look += 1) {
      if (![...boundPorts(this.host.namespace.pid)].some((port) => own.has(port))) return;
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error(`lab: ${this.server.name} is ended, but its ports are still bound`);
  }
}

function versionOf({ versionFrom }: LabService, versions: Readonly<Record<string, string>>): string | null {
  const version = versionFrom === null ? undefined : versions[versionFrom];
  return version === undefined ? null : upstreamVersion(version);
}
