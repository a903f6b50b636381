import type { ProcFs } from '../../../sockets/linux/proc-fs.ts';
import type { HostFacts } from '../../../sockets/host-facts.ts';
import type { Completeness } from '../../../sockets/snapshot.ts';
import { check, type Check } from './check.ts';

/** How /proc is mounted (Documentation/filesystems/proc.rst, 4.1); null where nobody says. */
export function parseHidePid(mounts: string): string | null {
  let hidden: string | null = null;
  for (const line of mounts.split('\n')) {
    const [, point, type, options = ''] = line.split(' ');
    // Of several mounts on one place the last covers the others.
    if (point === '/proc' && type === 'proc') hidden = /(?:^|,)hidepid=(\w+)/.exec(options)?.[1] ?? 'off';
  }
  return hidden;
}

export function checkProc(fs: ProcFs): Check {
  const hidden = parseHidePid(fs.read('proc/self/mounts') ?? '');
  if (hidden !== null && !['off', '0'].includes(hidden)) {
    return check(
      'proc',
      'limited',
      `/proc is mounted with hidepid=${hidden}: processes of other users are hidden`,
      'run as root, or as a member of the group that its mount option gid names',
    );
  }
  try {
    fs.list('proc');
  } catch {
    return check('proc', 'limited', '/proc cannot be read', 'mount it: mount -t proc proc /proc');
  }
  return check('proc', 'ok', hidden === null ? '/proc is readable' : '/proc is readable, hidepid off');
}

export function checkTables({ tables }: Completeness): Check {
  const failed = tables.filter(({ failure }) => failure !== null && failure.reason !== 'missing');
  const found = tables
    .map(({ name, rows, failure }) => `${name} ${failure === null ? rows : failure.reason}`)
    .join(', ');
  if (failed.length === 0) return check('tables', 'ok', `sockets: ${found}`);
  return check('tables', 'limited', `sockets: ${found}`, failed[0]?.failure?.message ?? null);
}

export function checkProcesses({ processes }: Completeness): Check {
  const { readable, denied, asRoot } = processes ?? { readable: 0, denied: 0, asRoot: false };
  const found = `descriptors of ${readable} of ${readable + denied} processes are readable`;
  if (denied === 0) return check('processes', 'ok', found);
  return check(
    'processes',
    'limited',
    found,
    asRoot
      ? 'some are closed even to root: another PID or user namespace, or no CAP_SYS_PTRACE; their sockets have no owner here'
      : 'run as root to see who holds the sockets of the others',
  );
}

export function checkIPv6(fs: ProcFs, { bindV6Only }: HostFacts): Check {
  if (fs.read('proc/net/if_inet6') === null && bindV6Only === null) {
    return check('ipv6', 'missing', 'this kernel has no IPv6: there are no such sockets to show');
  }
  const setting =
    bindV6Only === null
      ? 'bindv6only not known'
      : `bindv6only ${bindV6Only ? 'on: a wildcard leaves IPv4 alone' : 'off'}`;
  return check('ipv6', 'ok', `present, ${setting}`);
}

/** Sockets of other network namespaces are in other tables than ours. */
export function checkNamespaces(fs: ProcFs): Check {
  const own = fs.link('proc/self/ns/net');
  const others = new Map<string, string>();
  let closed = 0;
  for (const pid of listProcesses(fs)) {
    const namespace = fs.link(`proc/${pid}/ns/net`);
    if (namespace === null) closed++;
    else if (namespace !== own && !others.has(namespace)) others.set(namespace, pid);
  }
  const unseen = closed === 0 ? '' : `; of ${closed} ${closed === 1 ? 'process' : 'processes'} it cannot be told`;
  const [pid] = others.values();
  if (pid === undefined) return check('namespaces', 'ok', `no other network namespace is visible${unseen}`);
  const word = others.size === 1 ? 'network namespace is' : 'network namespaces are';
  return check(
    'namespaces',
    'ok',
    `${others.size} other ${word} visible, with sockets of their own${unseen}`,
    `to look into one, as root: nsenter --net=/proc/${pid}/ns/net portolan sockets`,
  );
}

function listProcesses(fs: ProcFs): string[] {
  try {
    return fs.list('proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
