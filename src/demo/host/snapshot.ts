import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import { DEMO_NOW } from '../demo-host.ts';
import { MemoryProcFs } from './memory-proc-fs.ts';
import { familyOf, netTableText } from './net-table-text.ts';
import { PROGRAMS, RESTARTING, UPTIME, USERS, type DemoProgram } from './programs.ts';
import { isRestartingUp, socketsAt, type HeldSocket } from './sockets.ts';

/** How often something is different, in milliseconds. */
const TICK_MS = 6000;
/** Clock ticks in a second, as Linux counts for programs (USER_HZ). */
const USER_HZ = 100;

/** What a look at the sockets of the host sees at a time; read by the code that reads those of a real one. */
export function demoSnapshot(request: SnapshotRequest, now: Date): Snapshot {
  const tick = Math.max(Math.floor((now.getTime() - DEMO_NOW.getTime()) / TICK_MS), 0);
  return takeLinuxSnapshot({ fs: treeAt(tick), littleEndian: true, asRoot: true, now: () => now }, request);
}

function treeAt(tick: number): MemoryProcFs {
  const fs = new MemoryProcFs();
  const sockets = socketsAt(tick);
  for (const transport of ['tcp', 'udp'] as const) {
    for (const family of [4, 6] as const) {
      const own = sockets.filter((one) => one.transport === transport && familyOf(one) === family);
      fs.file(`proc/net/${transport}${family === 6 ? '6' : ''}`, netTableText(own));
    }
  }
  const programs = isRestartingUp(tick) ? [...PROGRAMS, RESTARTING] : PROGRAMS;
  for (const program of programs) putProcess(fs, program, sockets);
  fs.file('proc/sys/net/ipv4/ip_local_port_range', '32768\t60999\n');
  fs.file('proc/sys/net/ipv4/ip_local_reserved_ports', '\n');
  fs.file('proc/sys/net/ipv6/bindv6only', '0\n');
  fs.file('proc/sys/net/core/somaxconn', '4096\n');
  fs.file('proc/stat', `cpu  0 0 0\nbtime ${DEMO_NOW.getTime() / 1000 - UPTIME}\n`);
  fs.file(
    'etc/passwd',
    Object.entries(USERS)
      .map(([uid, name]) => `${name}:x:${uid}:${uid}::/:/bin/sh\n`)
      .join(''),
  );
  return fs;
}

function putProcess(fs: MemoryProcFs, program: DemoProgram, sockets: readonly HeldSocket[]): void {
  const { pid, name, uid, command, executable, unit, age } = program;
  const folder = `proc/${pid}`;
  const startTicks = (UPTIME - age) * USER_HZ;
  fs.file(
    `${folder}/stat`,
    `${pid} (${name}) S 1 ${pid} ${pid} 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1 0 ${startTicks} 1000000 250 0\n`,
  );
  fs.file(`${folder}/status`, `Name:\t${name}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
  fs.file(`${folder}/cmdline`, `${command.replaceAll(' ', '\0')}\0`);
  fs.file(
    `${folder}/cgroup`,
    unit === undefined ? '0::/user.slice/user-1000.slice/session-4.scope\n' : `0::/system.slice/${unit}\n`,
  );
  fs.target(`${folder}/exe`, executable);
  fs.folder(`${folder}/fd`);
  for (const [at, socket] of sockets.filter((one) => one.pid === pid).entries()) {
    fs.target(`${folder}/fd/${at + 3}`, `socket:[${socket.inode}]`);
  }
}
