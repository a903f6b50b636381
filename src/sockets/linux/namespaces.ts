import type { NetworkNamespace } from '../snapshot.ts';
import { ProcFsError, type ProcFs } from './proc-fs.ts';
import { readProcess } from './process.ts';

/** Another network namespace of this machine, and where its tables are to be read. */
export interface FoundNamespace {
  readonly namespace: NetworkNamespace;
  /** A process inside: the kernel shows a namespace's tables only by one (proc(5), /proc/PID/net). */
  readonly pid: number;
}

/** What was found, and how many processes did not say where they are. */
export interface NamespaceSearch {
  readonly others: readonly FoundNamespace[];
  readonly denied: number;
  /** Names under /run/netns of namespaces in which no process runs: their tables cannot be read from here. */
  readonly empty: readonly string[];
}

const LINK = /^net:\[(\d+)\]$/;

/**
 * Every network namespace that a process of this machine lives in, but our own, each once: reading the tables for every
 * process of a container, as some do, costs a hundred times as much (osquery#4225).
 */
export function findNamespaces(fs: ProcFs): NamespaceSearch {
  const own = inodeOf(fs.link('proc/self/ns/net') ?? fs.link('proc/1/ns/net'));
  const first = new Map<number, number>();
  let denied = 0;
  for (const pid of pidsOf(fs)) {
    const inode = inodeOf(fs.link(`proc/${pid}/ns/net`));
    if (inode === null) denied++;
    else if (inode !== own && !first.has(inode)) first.set(inode, pid);
  }
  const names = namedNamespaces(fs.read('proc/self/mountinfo') ?? '');
  const others = [...first].map(([inode, pid]): FoundNamespace => {
    const process = readProcess(fs, pid);
    const container = process?.container ?? null;
    const name =
      names.get(inode) ?? container?.name ?? container?.id.slice(0, 12) ?? process?.unit ?? process?.name ?? null;
    return { pid, namespace: { inode, name, container } };
  });
  const empty = [...names].filter(([inode]) => inode !== own && !first.has(inode)).map(([, name]) => name);
  return { others, denied, empty };
}

function inodeOf(target: string | null): number | null {
  const inode = target === null ? undefined : LINK.exec(target)?.[1];
  return inode === undefined ? null : Number(inode);
}

function pidsOf(fs: ProcFs): number[] {
  try {
    return fs
      .list('proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    if (error instanceof ProcFsError) return [];
    throw error;
  }
}

/**
 * Names given by `ip netns add`, which mounts the namespace at /run/netns/NAME. Fields of mountinfo (proc(5)): root of
 * the mount (`net:[4026532281]` for a namespace) is the fourth, the mount point the fifth.
 */
export function namedNamespaces(mountinfo: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of mountinfo.split('\n')) {
    const fields = line.split(' ');
    const inode = inodeOf(fields[3] ?? null);
    const name = /^(?:\/var)?\/run\/(?:docker\/)?netns\/(.+)$/.exec(fields[4] ?? '')?.[1];
    if (inode !== null && name !== undefined && !names.has(inode)) names.set(inode, name);
  }
  return names;
}
