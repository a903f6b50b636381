import type { PortRange } from '../../net/port.ts';
import { OUTCOMES, type EventBatch } from '../../traffic/event-batch.ts';
import type { OutcomeTimeline } from './outcome-timeline.ts';

/** Protocols whose headers begin with two ports: TCP, UDP, DCCP, SCTP, UDP-Lite (IANA's protocol numbers). */
const WITH_PORTS = new Set([6, 17, 33, 132, 136]);
const BUCKETS = 1024;
const FIRST_CELLS = 4096;
/** All 65,536 ports with all outcomes fill 0.44 of it when there is but one bucket left: it is never too small. */
const MOST_CELLS = 2 ** 20;
const FULL = 0.6;

/** Events by time, destination port and outcome, as pairs of cell and count. Plain data: it crosses to another thread. */
export interface PortTimeline {
  /** Seconds since 1970 at which the first bucket begins; null where no event has a time. */
  readonly start: number | null;
  /** How long a bucket lasts. */
  readonly seconds: number;
  /** See `cellOf`. */
  readonly cells: Uint32Array;
  readonly counts: Uint32Array;
}

/** Counts exactly and in bounded memory: where there are too many different ports and times, the times become coarser. */
export class PortCounter {
  /** Cells plus one; 0 is free. */
  #cells = new Uint32Array(FIRST_CELLS);
  #counts = new Uint32Array(FIRST_CELLS);
  #used = 0;
  #start = Number.NaN;
  #seconds = 1;

  take({ time, dport, protocol, outcome, length }: EventBatch): void {
    for (let row = 0; row < length; row++) {
      const at = time[row] ?? Number.NaN;
      if (!Number.isFinite(at) || !WITH_PORTS.has(protocol[row] ?? 0)) continue;
      if (Number.isNaN(this.#start)) this.#start = Math.floor(at);
      // A clock that jumped back: the first bucket takes what is before it.
      const past = Math.max(at - this.#start, 0);
      while (past >= BUCKETS * this.#seconds) this.#widen();
      this.#add(cellOf(Math.floor(past / this.#seconds), dport[row] ?? 0, outcome[row] ?? 0), 1);
      if (this.#used > FULL * this.#cells.length) this.#makeRoom();
    }
  }

  get timeline(): PortTimeline {
    const cells = new Uint32Array(this.#used);
    const counts = new Uint32Array(this.#used);
    let at = 0;
    for (let place = 0; place < this.#cells.length; place++) {
      const cell = this.#cells[place] ?? 0;
      if (cell === 0) continue;
      cells[at] = cell - 1;
      counts[at++] = this.#counts[place] ?? 0;
    }
    return { start: Number.isNaN(this.#start) ? null : this.#start, seconds: this.#seconds, cells, counts };
  }

  #add(cell: number, events: number): void {
    const mask = this.#cells.length - 1;
    let place = (Math.imul(cell, 0x9e3779b1) >>> 8) & mask;
    for (let there = this.#cells[place] ?? 0; there !== cell + 1; there = this.#cells[place] ?? 0) {
      if (there === 0) {
        this.#cells[place] = cell + 1;
        this.#used++;
        break;
      }
      place = (place + 1) & mask;
    }
    this.#counts[place] = (this.#counts[place] ?? 0) + events;
  }

  #makeRoom(): void {
    if (this.#cells.length < MOST_CELLS) this.#rebuild(this.#cells.length * 4, (cell) => cell);
    else this.#widen();
  }

  #widen(): void {
    this.#seconds *= 2;
    this.#rebuild(this.#cells.length, (cell) => cellOf(bucketOf(cell) >> 1, portOf(cell), outcomeOf(cell)));
  }

  #rebuild(length: number, moved: (cell: number) => number): void {
    const [cells, counts] = [this.#cells, this.#counts];
    this.#cells = new Uint32Array(length);
    this.#counts = new Uint32Array(length);
    this.#used = 0;
    for (let place = 0; place < cells.length; place++) {
      const cell = cells[place] ?? 0;
      if (cell !== 0) this.#add(moved(cell - 1), counts[place] ?? 0);
    }
  }
}

/** The events on some ports, as the time line of all has them. */
export function onPorts(
  { start, seconds, cells, counts }: PortTimeline,
  ranges: readonly PortRange[],
): OutcomeTimeline {
  const isAskedFor = new Uint8Array(65_536);
  for (const { from, to } of ranges) isAskedFor.fill(1, from, to + 1);
  const buckets: number[][] = [];
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? 0;
    if (isAskedFor[portOf(cell)] === 0) continue;
    while (buckets.length <= bucketOf(cell)) buckets.push(OUTCOMES.map(() => 0));
    const bucket = buckets[bucketOf(cell)] ?? [];
    bucket[outcomeOf(cell)] = (bucket[outcomeOf(cell)] ?? 0) + (counts[at] ?? 0);
  }
  return { start, seconds, counts: buckets };
}

/** Ten bits of time, sixteen of port, three of outcome. */
function cellOf(bucket: number, port: number, outcome: number): number {
  return (bucket << 19) | (port << 3) | outcome;
}

const bucketOf = (cell: number): number => cell >>> 19;
const portOf = (cell: number): number => (cell >>> 3) & 0xffff;
const outcomeOf = (cell: number): number => cell & 7;
