/** What only netlink tells of a socket, as the backend hands it over. The figures count only where `has...` says so. */
export interface RawDetails {
  v6only: boolean | null;
  backlogLimit: number | null;
  cgroupId: number | null;
  hasTcp: boolean;
  roundTrip: number;
  roundTripVariance: number;
  retransmissions: number;
  unacknowledged: number;
  congestionWindow: number;
  hasMemory: boolean;
  receiveMemory: number;
  sendMemory: number;
  drops: number;
}

/** The same as the outputs show it. */
export interface SocketDetails {
  /** Whether an IPv6 socket leaves IPv4 alone (IPV6_V6ONLY); null where the kernel does not say. */
  readonly v6only: boolean | null;
  /** Connections that may wait to be accepted; null unless it listens for TCP. */
  readonly backlogLimit: number | null;
  /** Inode of the socket's cgroup below /sys/fs/cgroup. */
  readonly cgroupId: number | null;
  /** struct tcp_info; null when nobody asked for it, or there is none. */
  readonly tcp: {
    /** Microseconds. */
    readonly roundTrip: number;
    readonly roundTripVariance: number;
    /** Segments sent again, since it was opened. */
    readonly retransmissions: number;
    /** Segments. */
    readonly unacknowledged: number;
    readonly congestionWindow: number;
  } | null;
  /** Bytes, and packets that found no room. */
  readonly memory: { readonly receive: number; readonly send: number; readonly drops: number } | null;
}

export function noDetails(): RawDetails {
  return {
    v6only: null,
    backlogLimit: null,
    cgroupId: null,
    hasTcp: false,
    roundTrip: 0,
    roundTripVariance: 0,
    retransmissions: 0,
    unacknowledged: 0,
    congestionWindow: 0,
    hasMemory: false,
    receiveMemory: 0,
    sendMemory: 0,
    drops: 0,
  };
}

const V6ONLY_KNOWN = 1;
const V6ONLY = 2;
const HAS_BACKLOG = 4;
const HAS_CGROUP = 8;
const HAS_TCP = 16;
const HAS_MEMORY = 32;

/** Figures of a row that only a request for internals brings. */
const FIGURES = 8;

/** Columns beside those of a SocketTable, by the same rows: only a backend that knows them makes them. */
export class DetailColumns {
  #flags: Uint8Array;
  #backlog: Uint32Array;
  #cgroup: Float64Array;
  #figures: Uint32Array | null = null;

  /** `expected` rows find room without growing. */
  constructor(expected: number) {
    const capacity = Math.max(512, expected);
    this.#flags = new Uint8Array(capacity);
    this.#backlog = new Uint32Array(capacity);
    this.#cgroup = new Float64Array(capacity);
  }

  set(row: number, raw: Readonly<RawDetails>): void {
    while (row >= this.#flags.length) this.#grow();
    let flags = raw.v6only === null ? 0 : V6ONLY_KNOWN | (raw.v6only ? V6ONLY : 0);
    if (raw.backlogLimit !== null) {
      flags |= HAS_BACKLOG;
      this.#backlog[row] = raw.backlogLimit;
    }
    if (raw.cgroupId !== null) {
      flags |= HAS_CGROUP;
      this.#cgroup[row] = raw.cgroupId;
    }
    if (raw.hasTcp) flags |= HAS_TCP;
    if (raw.hasMemory) flags |= HAS_MEMORY;
    if (raw.hasTcp || raw.hasMemory) this.#setFigures(row, raw);
    this.#flags[row] = flags;
  }

  v6only(row: number): boolean | null {
    const flags = this.#flags[row] ?? 0;
    return (flags & V6ONLY_KNOWN) === 0 ? null : (flags & V6ONLY) !== 0;
  }

  backlogLimit(row: number): number | null {
    return this.#has(row, HAS_BACKLOG) ? (this.#backlog[row] ?? 0) : null;
  }

  at(row: number): SocketDetails {
    const figure = (index: number): number => this.#figures?.[row * FIGURES + index] ?? 0;
    return {
      v6only: this.v6only(row),
      backlogLimit: this.backlogLimit(row),
      cgroupId: this.#has(row, HAS_CGROUP) ? (this.#cgroup[row] ?? 0) : null,
      tcp: this.#has(row, HAS_TCP)
        ? {
            roundTrip: figure(0),
            roundTripVariance: figure(1),
            retransmissions: figure(2),
            unacknowledged: figure(3),
            congestionWindow: figure(4),
          }
        : null,
      memory: this.#has(row, HAS_MEMORY) ? { receive: figure(5), send: figure(6), drops: figure(7) } : null,
    };
  }

  #has(row: number, flag: number): boolean {
    return ((this.#flags[row] ?? 0) & flag) !== 0;
  }

  #setFigures(row: number, raw: Readonly<RawDetails>): void {
    this.#figures ??= new Uint32Array(this.#flags.length * FIGURES);
    const at = row * FIGURES;
    this.#figures[at] = raw.roundTrip;
    this.#figures[at + 1] = raw.roundTripVariance;
    this.#figures[at + 2] = raw.retransmissions;
    this.#figures[at + 3] = raw.unacknowledged;
    this.#figures[at + 4] = raw.congestionWindow;
    this.#figures[at + 5] = raw.receiveMemory;
    this.#figures[at + 6] = raw.sendMemory;
    this.#figures[at + 7] = raw.drops;
  }

  #grow(): void {
    const capacity = this.#flags.length * 2;
    this.#flags = enlarge(this.#flags, new Uint8Array(capacity));
    this.#backlog = enlarge(this.#backlog, new Uint32Array(capacity));
    this.#cgroup = enlarge(this.#cgroup, new Float64Array(capacity));
    if (this.#figures !== null) this.#figures = enlarge(this.#figures, new Uint32Array(capacity * FIGURES));
  }
}

function enlarge<T extends Uint8Array | Uint32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
