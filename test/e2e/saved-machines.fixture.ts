import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DiffDocument } from '../../src/cli/saved/documents.ts';
import { ESTABLISHED, LISTEN, recordMachine, UNCONNECTED, type Machine } from '../../src/sockets/machine.fixture.ts';
import { makeFolder, portolan, removeFolder, STACK_TRACE, writeTree, type Ran } from './program.fixture.ts';

/** Recorded machines to save and compare, a folder to work in (`work`) and one to keep snapshots in (`state`). */
let folder = '';
export const at = (...parts: string[]): string => join(folder, ...parts);
export const kept = (...parts: string[]): string => at('state/portolan/snapshots', ...parts);

const WEB = { local: '0.0.0.0:61080', state: LISTEN, inode: 1 };
const WEB_HOLDER = { pid: 10, name: 'web', holds: [1] };

const MACHINES: Readonly<Record<string, Machine>> = {
  before: {
    tcp: [WEB, { local: '127.0.0.1:61082', state: LISTEN, inode: 2 }],
    udp: [{ local: '0.0.0.0:40000', state: UNCONNECTED, inode: 3 }],
    processes: [WEB_HOLDER, { pid: 11, name: 'cache', holds: [2] }, { pid: 12, name: 'browser', holds: [3] }],
    settings: { 'ipv4/ip_local_port_range': '32768 60999' },
  },
  after: {
    tcp: [WEB, { local: '0.0.0.0:61083', state: LISTEN, inode: 4 }],
    processes: [
      { pid: 20, name: 'caddy', holds: [1] },
      { pid: 21, name: 'evil\u001b[31m', exe: '/tmp/evil', holds: [4] },
    ],
  },
  /** `before`, with its web server talking to two others. */
  talking: {
    tcp: [
      WEB,
      { local: '127.0.0.1:61082', state: LISTEN, inode: 2 },
      { local: '10.0.0.5:40001', remote: '10.0.0.8:6379', state: ESTABLISHED, inode: 5 },
      { local: '10.0.0.5:40002', remote: '10.0.0.9:6379', state: ESTABLISHED, inode: 6 },
    ],
    udp: [{ local: '0.0.0.0:40000', state: UNCONNECTED, inode: 3 }],
    processes: [
      { pid: 10, name: 'web', holds: [1, 5, 6] },
      { pid: 11, name: 'cache', holds: [2] },
      { pid: 12, name: 'browser', holds: [3] },
    ],
    settings: { 'ipv4/ip_local_port_range': '32768 60999' },
  },
  hidden: { tcp: [WEB, { local: '127.0.0.1:61082', state: LISTEN, inode: 2 }] },
};

export function prepareMachines(): void {
  folder = makeFolder();
  for (const [name, machine] of Object.entries(MACHINES)) writeTree(recordMachine(machine), at(name));
  // A /proc without a process 1 is one that hides the processes of others (hidepid), from root of a test as well.
  rmSync(at('hidden/proc/1'), { recursive: true });
}

/** Empty folders for the next test. */
export function clearWork(): void {
  for (const name of ['state', 'work']) rmSync(at(name), { recursive: true, force: true });
  mkdirSync(at('work'));
}

export function removeMachines(): void {
  removeFolder(folder);
}

export function on(machine: string, ...args: string[]): Ran {
  const ran = portolan(args, {
    cwd: at('work'),
    env: { PORTOLAN_ROOT: at(machine), XDG_STATE_HOME: at('state'), HOME: at('work'), TZ: 'UTC' },
  });
  expect(ran.err).not.toMatch(STACK_TRACE);
  return ran;
}

export const diffOn = (machine: string, ...args: string[]): DiffDocument =>
  JSON.parse(on(machine, 'diff', '--json', ...args).out) as DiffDocument;
