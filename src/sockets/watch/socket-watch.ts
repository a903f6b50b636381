import type { ProcFs } from '../linux/proc-fs.ts';
import type { Snapshot } from '../snapshot.ts';
import { SocketTable } from '../socket-table.ts';
import { compareTables, differencesOf, NO_ROW, type Difference, type TableChanges } from './compare.ts';
import { OwnerTracker, type Clocks } from './owner-tracker.ts';
import { ProcessCache } from './process-cache.ts';

/** What a watch gets from outside. */
export interface WatchedSystem {
  readonly fs: ProcFs;
  readonly asRoot: boolean;
  /** Reads the tables, without owners. */
  readonly takeTables: () => Snapshot;
  readonly clocks: Clocks;
}

/** What one look at the machine saw, and what is different from the look before. */
export interface Look {
  /** Counted from 1. */
  readonly number: number;
  readonly snapshot: Snapshot;
  readonly previous: Snapshot | null;
  /** At the first look, every row is one that opened. */
  readonly changes: TableChanges;
  /** What is different about a row of `changes.changed`. */
  differences(row: number): Difference[];
  /** CPU milliseconds of a walk over all processes that was part of it; 0 when there was none. */
  readonly walkMilliseconds: number;
}

/**
 * Looks at the sockets again and again. Only the tables are read each time; who holds a socket and what is known of
 * processes is kept. A socket that opens and closes between two looks is never seen.
 */
export class SocketWatch {
  readonly #system: WatchedSystem;
  readonly #processes: ProcessCache;
  readonly #tracker: OwnerTracker;
  #number = 0;
  #previous: Snapshot | null = null;

  constructor(system: WatchedSystem) {
    this.#system = system;
    this.#processes = new ProcessCache(system.fs);
    this.#tracker = new OwnerTracker(system.fs, this.#processes, system.clocks);
  }

  look(): Look {
    this.#processes.beginLook();
    const tables = this.#system.takeTables();
    const previous = this.#previous;
    const old = previous?.table ?? new SocketTable();
    const changes = compareTables(old, tables.table);
    const tracked = this.#tracker.follow(tables.table, changes);
    const number = ++this.#number;
    const changedOwners = new Set(tracked.changed);
    const snapshot: Snapshot = {
      takenAt: tables.takenAt,
      namespace: null,
      table: tables.table,
      owners: tracked.owners,
      get host() {
        return tables.host;
      },
      completeness: { ...tables.completeness, processes: { ...tracked.walk, asRoot: this.#system.asRoot } },
      process: (pid) => (this.#number === number ? this.#processes.process(pid) : this.#processes.lastKnown(pid)),
      processName: (pid) => (this.#processes.lastKnown(pid) ?? this.#processes.process(pid))?.name ?? null,
    };
    this.#previous = snapshot;
    return {
      number,
      snapshot,
      previous,
      changes: withOwners(changes, changedOwners),
      differences(row) {
        const before = changes.before[row] ?? NO_ROW;
        const differences = before === NO_ROW ? [] : differencesOf(old, before, tables.table, row);
        return changedOwners.has(row) ? [...differences, 'owner'] : differences;
      },
      walkMilliseconds: tracked.walkMilliseconds,
    };
  }
}

function withOwners(changes: TableChanges, changedOwners: ReadonlySet<number>): TableChanges {
  if (changedOwners.size === 0) return changes;
  const changed = [...new Set([...changes.changed, ...changedOwners])].sort((a, b) => a - b);
  return { ...changes, changed };
}
