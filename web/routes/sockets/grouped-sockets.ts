import type { SocketRow } from '../../api/documents.ts';

/** A row with what it was found by. */
export interface Entry {
  readonly key: string;
  readonly row: SocketRow;
}

/** Sockets of one process, or of those that nobody is seen to hold. */
export interface Group {
  readonly key: string;
  /** Null where no process is visible. */
  readonly process: SocketRow['process'];
  readonly owner: SocketRow['owner'];
  /** Sorted: what listens first, then by port. */
  readonly entries: Entry[];
}

/** A line of the list. */
export type Line = { readonly group: Group; readonly entry: Entry | null };

export function socketKey({ transport, family, local, remote, inode }: SocketRow): string {
  return `${transport}|${family}|${local.address}|${local.port}|${remote.address}|${remote.port}|${inode ?? 0}`;
}

export function isListener(row: SocketRow): boolean {
  return row.exposure !== 'peer';
}

/** Rows by process, kept in order while single ones come and go: with 100,000 of them nothing may be sorted anew. */
export class GroupedSockets {
  readonly #accepts: (row: SocketRow) => boolean;
  readonly #groups = new Map<string, Group>();
  readonly #groupOf = new Map<string, Group>();
  #order: readonly Group[] | null = null;

  constructor(entries: Iterable<Entry>, accepts: (row: SocketRow) => boolean) {
    this.#accepts = accepts;
    for (const entry of entries) {
      if (!accepts(entry.row)) continue;
      const group = this.#groupFor(entry);
      group.entries.push(entry);
      this.#groupOf.set(entry.key, group);
    }
    for (const { entries: own } of this.#groups.values()) own.sort(compareEntries);
  }

  /** Sockets that are listed. */
  get size(): number {
    return this.#groupOf.size;
  }

  /** Lines of the list: a heading a group, and the sockets. */
  get lines(): number {
    return this.#groupOf.size + this.#groups.size;
  }

  add(entry: Entry): void {
    this.remove(entry.key);
    if (!this.#accepts(entry.row)) return;
    const group = this.#groupFor(entry);
    group.entries.splice(placeOf(group.entries, entry), 0, entry);
    this.#groupOf.set(entry.key, group);
    this.#order = null;
  }

  remove(key: string): void {
    const group = this.#groupOf.get(key);
    if (group === undefined) return;
    this.#groupOf.delete(key);
    group.entries.splice(
      group.entries.findIndex((entry) => entry.key === key),
      1,
    );
    if (group.entries.length === 0) this.#groups.delete(group.key);
    this.#order = null;
  }

  /** Null past the end. */
  lineAt(at: number): Line | null {
    let left = at;
    for (const group of this.#ordered()) {
      if (left === 0) return { group, entry: null };
      if (left <= group.entries.length) return { group, entry: group.entries[left - 1] ?? null };
      left -= group.entries.length + 1;
    }
    return null;
  }

  /** Place of the line of a socket; null where it is not listed. */
  placeOf(key: string): number | null {
    const own = this.#groupOf.get(key);
    if (own === undefined) return null;
    let before = 0;
    for (const group of this.#ordered()) {
      if (group === own) return before + 1 + group.entries.findIndex((entry) => entry.key === key);
      before += group.entries.length + 1;
    }
    return null;
  }

  #groupFor({ row }: Entry): Group {
    const key = row.process === null ? row.owner : `${row.process.pid}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const made: Group = { key, process: row.process, owner: row.owner, entries: [] };
    this.#groups.set(key, made);
    this.#order = null;
    return made;
  }

  /** The farthest reach first, as told by the first socket of each group; then by name. */
  #ordered(): readonly Group[] {
    return (this.#order ??= [...this.#groups.values()].sort(compareGroups));
  }
}

const REACH: readonly SocketRow['exposure'][] = [
  'wildcard',
  'public',
  'private',
  'link-local',
  'contained',
  'loopback',
  'unknown',
  'peer',
];

function compareGroups(a: Group, b: Group): number {
  const name = ({ process }: Group): string => process?.name ?? '~';
  return reachOf(a) - reachOf(b) || compareText(name(a), name(b)) || compareText(a.key, b.key);
}

function reachOf({ entries }: Group): number {
  let least = REACH.length;
  for (const { row } of entries) {
    if (!isListener(row)) break; // those that listen stand first
    least = Math.min(least, REACH.indexOf(row.exposure));
  }
  return least;
}

function compareEntries({ row: a }: Entry, { row: b }: Entry): number {
  return (
    Number(isListener(b)) - Number(isListener(a)) ||
    a.local.port - b.local.port ||
    a.remote.port - b.remote.port ||
    compareText(a.remote.address, b.remote.address) ||
    (a.inode ?? 0) - (b.inode ?? 0)
  );
}

function placeOf(entries: readonly Entry[], entry: Entry): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = entries[middle];
    if (other !== undefined && compareEntries(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
