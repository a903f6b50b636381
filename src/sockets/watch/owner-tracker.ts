import { walkOwners, type OwnerWalk } from '../linux/owners.ts';
import { ProcFsError, type ProcFs } from '../linux/proc-fs.ts';
import { OwnerIndex } from '../owner-index.ts';
import type { SocketTable } from '../socket-table.ts';
import { indexOf, NO_ROW, type TableChanges } from './compare.ts';
import type { ProcessCache } from './process-cache.ts';

const SOCKET_LINK = 'socket:[';

/** Between two walks over all processes, at least. */
const WALK_PAUSE_MILLISECONDS = 10_000;
/** Share of one core that these walks may take on the average. */
const WALK_SHARE = 0.01;

/** Of the processes there are at a walk, so many with the highest pids may just be starting, and open sockets soon. */
const YOUNG_PROCESSES = 16;

/** What the tracker reads time from. */
export interface Clocks {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** CPU milliseconds this program has used. */
  readonly cpu: () => number;
}

export interface TrackedOwners {
  readonly owners: OwnerIndex;
  /** How the last walk over all processes went. */
  readonly walk: OwnerWalk;
  /** Rows that were there before and are held by others now. */
  readonly changed: readonly number[];
  /** CPU milliseconds of a walk over all processes; 0 when there was none. */
  readonly walkMilliseconds: number;
}

/**
 * Who holds which socket, from look to look. A socket keeps its owner while it lives; a new one is looked for in the
 * processes that are known to hold sockets, the latest to open one first, and then in those that are new. Whoever is not
 * found so, and sockets that are passed on, are left to the walk over all processes that comes now and then.
 */
export class OwnerTracker {
  readonly #fs: ProcFs;
  readonly #processes: ProcessCache;
  readonly #clocks: Clocks;
  /** Those seen holding sockets; the last to gain one stands last. */
  readonly #holders = new Set<number>();
  /** Those that held no socket at the last walk and are not young: they are not expected to begin. */
  #settled: ReadonlySet<number> = new Set();
  #owners = new OwnerIndex(0);
  #walk: OwnerWalk = { readable: 0, denied: 0, othersHidden: false };
  #nextWalk = Number.NEGATIVE_INFINITY;
  /** Something came or went since the last walk over all. */
  #isStale = true;

  constructor(fs: ProcFs, processes: ProcessCache, clocks: Clocks) {
    this.#fs = fs;
    this.#processes = processes;
    this.#clocks = clocks;
  }

  /** `changes` leads from the table of the last call to this one. */
  follow(table: SocketTable, changes: TableChanges): TrackedOwners {
    const carried = new OwnerIndex(table.length);
    for (let row = 0; row < table.length; row++) {
      const before = changes.before[row] ?? NO_ROW;
      if (before !== NO_ROW) carried.copy(row, this.#owners, before);
    }
    this.#owners = carried;
    if (changes.opened.length > 0 || changes.closed.length > 0) this.#isStale = true;
    if (this.#isStale && this.#clocks.monotonic() >= this.#nextWalk) return this.#walkAll(table, changes);
    const wanted = changes.opened.filter((row) => table.inode(row) !== 0);
    if (wanted.length > 0) this.#find(new Set(wanted), table);
    return { owners: carried, walk: this.#walk, changed: [], walkMilliseconds: 0 };
  }

  #walkAll(table: SocketTable, changes: TableChanges): TrackedOwners {
    const begin = this.#clocks.cpu();
    const owners = new OwnerIndex(table.length);
    const seen = this.#listProcesses();
    this.#walk = walkOwners(this.#fs, indexOf(table), owners);
    const carried = this.#owners;
    this.#owners = owners;
    this.#isStale = false;
    const changed: number[] = [];
    const holders = new Set<number>();
    for (let row = 0; row < table.length; row++) {
      const only = owners.onlyPid(row);
      if (only !== null) holders.add(only);
      else for (const { pid } of owners.of(row)) holders.add(pid);
      if (changes.before[row] !== NO_ROW && !owners.isHeldAlike(row, carried, row)) changed.push(row);
    }
    for (const pid of this.#holders) if (!holders.has(pid)) this.#holders.delete(pid);
    for (const pid of holders) this.#noteHolder(pid);
    this.#settled = new Set(seen.sort((a, b) => a - b).slice(0, -YOUNG_PROCESSES));
    // What closes next is still to be told with the process that held it, so those who just let go stay a round.
    this.#processes.keepOnly(new Set([...this.#holders, ...this.#pidsOf(carried, table.length)]));
    const walkMilliseconds = this.#clocks.cpu() - begin;
    const pause = Math.max(WALK_PAUSE_MILLISECONDS, walkMilliseconds / WALK_SHARE);
    this.#nextWalk = this.#clocks.monotonic() + pause;
    return { owners, walk: this.#walk, changed, walkMilliseconds };
  }

  #pidsOf(owners: OwnerIndex, rows: number): Set<number> {
    const pids = new Set<number>();
    for (let row = 0; row < rows; row++) for (const { pid } of owners.of(row)) pids.add(pid);
    return pids;
  }

  #find(wanted: Set<number>, table: SocketTable): void {
    const byInode = new Map<number, number>();
    for (const row of wanted) byInode.set(table.inode(row), row);
    const held = this.#descriptorsByHolder(table.length);
    for (const pid of [...this.#holders].toReversed()) {
      if (byInode.size === 0) return;
      this.#lookAt(pid, byInode, held.get(pid));
    }
    if (byInode.size === 0) return;
    for (const pid of this.#listProcesses()) {
      if (byInode.size === 0) return;
      if (!this.#settled.has(pid) && !this.#holders.has(pid)) this.#lookAt(pid, byInode, undefined);
    }
  }

  /** Descriptors whose socket is known and lives: they need no look. */
  #descriptorsByHolder(rows: number): Map<number, Set<number>> {
    const held = new Map<number, Set<number>>();
    for (let row = 0; row < rows; row++) {
      if (!this.#owners.has(row)) continue;
      for (const { pid, fd } of this.#owners.of(row)) {
        const descriptors = held.get(pid);
        if (descriptors === undefined) held.set(pid, new Set([fd]));
        else descriptors.add(fd);
      }
    }
    return held;
  }

  #lookAt(pid: number, byInode: Map<number, number>, known: ReadonlySet<number> | undefined): void {
    const folder = `proc/${pid}/fd`;
    let found = false;
    for (const name of this.#tryList(folder)) {
      const fd = Number(name);
      if (known?.has(fd) === true) continue;
      const target = this.#fs.link(`${folder}/${name}`);
      if (target?.startsWith(SOCKET_LINK) !== true) continue;
      const inode = Number(target.slice(SOCKET_LINK.length, -1));
      const row = byInode.get(inode);
      if (row === undefined) continue;
      this.#owners.add(row, pid, fd);
      byInode.delete(inode);
      found = true;
    }
    if (found) this.#noteHolder(pid);
  }

  /** Its name is read while it is there: it may have ended when its socket closes. */
  #noteHolder(pid: number): void {
    this.#holders.delete(pid);
    this.#holders.add(pid);
    this.#processes.process(pid);
  }

  #listProcesses(): number[] {
    return this.#tryList('proc').map(Number).filter(Number.isInteger);
  }

  #tryList(folder: string): readonly string[] {
    try {
      return this.#fs.list(folder);
    } catch (error) {
      if (!(error instanceof ProcFsError)) throw error;
      return [];
    }
  }
}
