const NONE = -1;

/** A process that holds a socket, and the lowest of its file descriptors for it. */
export interface Owner {
  readonly pid: number;
  readonly fd: number;
}

/** Which processes hold which rows. Forked workers share a socket, so a row may have many owners. */
export class OwnerIndex {
  readonly #first: Int32Array;
  #pid: Int32Array;
  #fd: Int32Array;
  #next: Int32Array;
  #length = 0;

  /** `rows` is the length of the socket table. */
  constructor(rows: number) {
    this.#first = new Int32Array(rows).fill(NONE);
    // Nearly every socket has one owner.
    const capacity = Math.max(rows, 1);
    this.#pid = new Int32Array(capacity);
    this.#fd = new Int32Array(capacity);
    this.#next = new Int32Array(capacity);
  }

  add(row: number, pid: number, fd: number): void {
    const first = this.#first[row] ?? NONE;
    if (first !== NONE && this.#pid[first] === pid) {
      this.#fd[first] = Math.min(this.#fd[first] ?? fd, fd); // a duplicated descriptor of the same process
      return;
    }
    if (this.#length === this.#pid.length) this.#grow();
    const owner = this.#length++;
    this.#pid[owner] = pid;
    this.#fd[owner] = fd;
    this.#next[owner] = first;
    this.#first[row] = owner;
  }

  has(row: number): boolean {
    return (this.#first[row] ?? NONE) !== NONE;
  }

  /** The process that holds the row alone; null when none does, or several. */
  onlyPid(row: number): number | null {
    const owner = this.#first[row] ?? NONE;
    return owner === NONE || this.#next[owner] !== NONE ? null : (this.#pid[owner] ?? null);
  }

  /** The owners of a row by pid. */
  of(row: number): Owner[] {
    const owners: Owner[] = [];
    for (let owner = this.#first[row] ?? NONE; owner !== NONE; owner = this.#next[owner] ?? NONE) {
      owners.push({ pid: this.#pid[owner] ?? 0, fd: this.#fd[owner] ?? 0 });
    }
    return owners.sort((a, b) => a.pid - b.pid);
  }

  #grow(): void {
    const enlarge = (from: Int32Array): Int32Array => {
      const into = new Int32Array(from.length * 2);
      into.set(from);
      return into;
    };
    this.#pid = enlarge(this.#pid);
    this.#fd = enlarge(this.#fd);
    this.#next = enlarge(this.#next);
  }
}
