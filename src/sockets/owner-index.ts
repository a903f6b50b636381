const NONE = -1;

/** The descriptor where the system tells only the process. */
export const NO_DESCRIPTOR = -1;

/** A process that holds a socket, and the lowest of its file descriptors for it. */
export interface Owner {
  readonly pid: number;
  readonly fd: number;
}

/** Which processes hold which rows. Nearly every socket has one owner; forked workers share theirs. */
export class OwnerIndex {
  readonly #pid: Int32Array;
  readonly #fd: Int32Array;
  /** The further owners of the few rows that have several. */
  readonly #others = new Map<number, Owner[]>();

  /** `rows` is the length of the socket table. */
  constructor(rows: number) {
    this.#pid = new Int32Array(rows).fill(NONE);
    this.#fd = new Int32Array(rows);
  }

  /** Process by process: whatever one holds is added before the next one's. */
  add(row: number, pid: number, fd: number): void {
    const known = this.#pid[row] ?? NONE;
    if (known === NONE) {
      this.#pid[row] = pid;
      this.#fd[row] = fd;
    } else if (known === pid) {
      this.#fd[row] = Math.min(this.#fd[row] ?? fd, fd); // a duplicated descriptor of the same process
    } else this.#addOther(row, pid, fd);
  }

  has(row: number): boolean {
    return (this.#pid[row] ?? NONE) !== NONE;
  }

  /** The process that holds the row alone; null when none does, or several. */
  onlyPid(row: number): number | null {
    return this.has(row) && !this.#others.has(row) ? (this.#pid[row] ?? null) : null;
  }

  /** The process that holds the row, or one of several; null when none does. */
  firstPid(row: number): number | null {
    return this.has(row) ? (this.#pid[row] ?? null) : null;
  }

  /** The owners of a row by pid. */
  of(row: number): Owner[] {
    if (!this.has(row)) return [];
    const first = { pid: this.#pid[row] ?? NONE, fd: this.#fd[row] ?? 0 };
    const others = this.#others.get(row);
    return others === undefined ? [first] : [first, ...others].sort((a, b) => a.pid - b.pid);
  }

  /** Takes over what another index knows of one of its rows, which is the same socket. */
  copy(row: number, from: OwnerIndex, fromRow: number): void {
    this.#pid[row] = from.#pid[fromRow] ?? NONE;
    this.#fd[row] = from.#fd[fromRow] ?? 0;
    if (from.#others.size === 0) return;
    const others = from.#others.get(fromRow);
    if (others !== undefined) this.#others.set(row, [...others]);
  }

  /** Whether a row of another index is held by the same processes. */
  isHeldAlike(row: number, other: OwnerIndex, otherRow: number): boolean {
    const [mine, theirs] = [this.#others.get(row), other.#others.get(otherRow)];
    if (mine === undefined && theirs === undefined) return this.#pid[row] === other.#pid[otherRow];
    const [pids, otherPids] = [this.of(row), other.of(otherRow)].map((owners) => owners.map(({ pid }) => pid).join());
    return pids === otherPids;
  }

  #addOther(row: number, pid: number, fd: number): void {
    const others = this.#others.get(row) ?? [];
    const last = others.at(-1);
    if (last?.pid === pid) others[others.length - 1] = { pid, fd: Math.min(last.fd, fd) };
    else others.push({ pid, fd });
    this.#others.set(row, others);
  }
}
