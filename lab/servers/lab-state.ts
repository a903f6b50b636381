import { mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAB_CACHE } from './cache.ts';
import type { Lab } from './lab.ts';
import { HOST_INTERFACE, OUTSIDE_INTERFACE } from './network.ts';
import type { ServiceTruth } from './running-server.ts';
import type { ExpectedVerdicts } from './truth.ts';

const FOLDER = join(LAB_CACHE, 'labs');

/** A namespace and the process that holds it. The inode tells it from another with a pid that is used again. */
export interface HeldNamespace {
  readonly pid: number;
  readonly inode: string;
  readonly address: string;
  readonly address6: string;
  readonly interface: string;
}

/** What is written down of a lab that runs in a process of its own. */
export interface LabState {
  readonly id: string;
  /** The process that opened the lab; the lab ends with it. */
  readonly holder: number;
  readonly outside: HeldNamespace;
  readonly hosts: readonly HeldNamespace[];
  readonly servers: readonly {
    readonly name: string;
    readonly about: string;
    readonly address: string;
    readonly address6: string;
    readonly pid: number;
    readonly services: readonly ServiceTruth[];
    readonly expect: ExpectedVerdicts;
  }[];
}

/** Writes a lab down, so that other processes find it. */
export function writeState(id: string, { network, servers }: Lab): void {
  const held = (pid: number, address: string, address6: string, name: string): HeldNamespace => ({
    pid,
    inode: inodeOf(pid) ?? '',
    address,
    address6,
    interface: name,
  });
  const state: LabState = {
    id,
    holder: process.pid,
    outside: held(network.outside.pid, network.outsideAddress, network.outsideAddress6, OUTSIDE_INTERFACE),
    hosts: network.hosts.map(({ namespace, address, address6 }) =>
      held(namespace.pid, address, address6, HOST_INTERFACE),
    ),
    servers: servers.map(({ server, host, pid, services }) => ({
      name: server.name,
      about: server.about,
      address: host.address,
      address6: host.address6,
      pid,
      services,
      expect: server.expect,
    })),
  };
  const path = statePath(id);
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export function removeState(id: string): void {
  rmSync(statePath(id), { force: true });
  rmSync(logPath(id), { force: true });
}

/** Every lab that is written down, also of a process that has been killed since. */
export function readStates(): LabState[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as LabState);
}

export function logPath(id: string): string {
  mkdirSync(FOLDER, { recursive: true });
  return join(FOLDER, `${id}.log`);
}

/** Whether the process that opened the lab still runs: its command line has the lab's name. */
export function isHeld({ id, holder }: LabState): boolean {
  try {
    return readFileSync(`/proc/${holder}/cmdline`, 'utf8').split('\0').includes(id);
  } catch {
    return false;
  }
}

/** The namespaces of a lab that are still there. */
export function namespacesLeft({ outside, hosts }: LabState): HeldNamespace[] {
  return [outside, ...hosts].filter(({ pid, inode }) => inodeOf(pid) === inode);
}

function statePath(id: string): string {
  return join(FOLDER, `${id}.json`);
}

/** `net:[4026532000]`; null where the process is gone. */
function inodeOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}
