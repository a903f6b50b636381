import { AddressBook } from '../../traffic/address-book.ts';
import { EventBatch, type EventSink } from '../../traffic/event-batch.ts';
import type { LiveInput } from '../../traffic/live/live-input.ts';
import type { LiveInputs } from '../../traffic/live/open-live.ts';
import { NameList } from '../../traffic/name-list.ts';
import { EventRows } from '../event-rows.ts';
import type { Spool } from '../spool/spool.ts';
import { LivePositions } from './live-positions.ts';

/** How often batches are handed over, and the clock looked at. */
const TICK_MS = 250;
/** A batch is closed after that long. */
const CLOSE_MS = 1000;
/** Places without rows are written after that long: what is read again from there has no events. */
const PLACES_MS = 10_000;
/** A batch is closed with so many rows. */
const CLOSE_ROWS = 98_304;
/** Records that may be on their way to the disk before what can wait does. */
const MAX_WRITING = 2;
/**
 * So many ticks without anything new: all that is there was read. Not a time: on a busy machine a second may pass in which
 * nobody had a turn to read.
 */
const IDLE_TICKS = 6;
/** Rows that may wait in memory; what comes and cannot wait is dropped then, and counted: 40 MB. */
const MAX_WAITING_ROWS = 655_360;

/** What came of one input. */
export interface InputCounts {
  events: number;
  /** Without a time. */
  untimed: number;
  /** Came when the spool was full, and could not wait. */
  dropped: number;
}

export interface LiveIngestOptions {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Ends by itself when all that is there was read. */
  readonly isOnce: boolean;
  /** Called about four times a second. */
  readonly onTick: () => void;
}

/** Reads inputs as they grow into a spool: rows, and with them how far each input was read. */
export class LiveIngest implements LiveInputs {
  readonly inputs: LiveInput[] = [];
  readonly positions: LivePositions;
  /** Events that came, and those that became rows of the spool. */
  events = 0;
  written = 0;
  /** Events that came when the spool was full, and could not wait. */
  dropped = 0;
  readonly #spool: Spool;
  readonly #options: LiveIngestOptions;
  readonly #rows = new EventRows();
  readonly #addresses = new AddressBook();
  readonly #labels = new NameList();
  readonly #counts: InputCounts[] = [];
  #writing = 0;
  #wake: (() => void)[] = [];
  #closed = performance.now();
  #placed = performance.now();
  /** Bytes that were read, and ticks since any came: asked for only where it ends by itself. */
  #bytes = 0;
  #idle = 0;
  #failure: unknown = null;

  constructor(spool: Spool, options: LiveIngestOptions) {
    this.#spool = spool;
    this.#options = options;
    this.positions = new LivePositions(spool);
  }

  openBatch(): EventBatch {
    return new EventBatch(this.openSink(), this.#addresses, this.#labels);
  }

  /** What takes the events of the input that is added next. */
  openSink(): EventSink {
    const counts: InputCounts = { events: 0, untimed: 0, dropped: 0 };
    this.#counts[this.inputs.length] = counts;
    return (batch) => this.#take(batch, counts);
  }

  /** Of the input at a place of `inputs`. */
  countsOf(place: number): InputCounts {
    return this.#counts[place] ?? { events: 0, untimed: 0, dropped: 0 };
  }

  #take(batch: EventBatch, counts: InputCounts): void {
    this.events += batch.length;
    counts.events += batch.length;
    if (this.#rows.rows >= MAX_WAITING_ROWS) {
      this.dropped += batch.length;
      counts.dropped += batch.length;
      return;
    }
    const before = this.#rows.untimed;
    this.#rows.add(batch);
    counts.untimed += this.#rows.untimed - before;
  }

  /** Events without a time. */
  get untimed(): number {
    return this.#rows.untimed;
  }

  /** IPv6 addresses that were one too many to remember, and are stored as `::`. */
  get forgottenAddresses(): number {
    return this.#addresses.refused;
  }

  /** Packets and datagrams that the kernel threw away. */
  get kernelDropped(): number {
    return this.inputs.reduce((sum, { dropped = 0 }) => sum + dropped, 0);
  }

  /** For inputs that can wait: null where they need not. */
  readonly ready = (): Promise<void> | null => {
    if (this.#writing < MAX_WRITING && this.#rows.rows < CLOSE_ROWS) return null;
    if (this.#writing < MAX_WRITING) this.#close();
    return this.#writing < MAX_WRITING ? null : new Promise((resolve) => this.#wake.push(resolve));
  };

  /** Writes where each input begins, so that nothing is left out if this ends before anything comes. */
  async begin(): Promise<void> {
    await this.#spool.append([], this.positions.take(this.inputs, this.#options.now()));
  }

  /** Reads until all inputs have ended, or `stop` ends them, and all is in the spool. Rejects with what went wrong, afterwards. */
  async run(stop: AbortController): Promise<void> {
    const ended = new Set<LiveInput>();
    const runs = this.inputs.map(async (input) => {
      await input.run();
      if (!stop.signal.aborted) ended.add(input);
    });
    let timer: ReturnType<typeof setInterval> | undefined;
    const ticking = new Promise<void>((resolve, reject) => {
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
      timer = setInterval(() => {
        try {
          this.#tick(stop);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }, TICK_MS);
    });
    try {
      if (!stop.signal.aborted) await Promise.race([Promise.all(runs), ticking]);
    } finally {
      clearInterval(timer);
      stop.abort();
      for (const wake of this.#wake.splice(0)) wake();
      await Promise.allSettled(runs);
      await this.#end(ended);
    }
  }

  async #end(ended: ReadonlySet<LiveInput>): Promise<void> {
    try {
      this.#close();
      // What others hold back (half a line, the first part of a message in several) is in their places: another run has it.
      for (const input of this.inputs) if (ended.has(input) || !this.positions.has(input.key)) input.end();
      if (this.#rows.rows > 0) await this.#append(new Map());
      await this.#settled();
    } finally {
      await Promise.all(this.inputs.map((input) => input.close()));
    }
  }

  async #settled(): Promise<void> {
    while (this.#writing > 0) await new Promise<void>((resolve) => this.#wake.push(resolve));
    if (this.#failure !== null) throw this.#failure;
  }

  #tick(stop: AbortController): void {
    if (this.#failure !== null) throw this.#failure;
    const now = this.#options.now();
    for (const input of this.inputs) {
      input.moveTo(now);
      input.flush();
    }
    const time = performance.now();
    const isDue = this.#rows.rows >= CLOSE_ROWS || (this.#rows.rows > 0 && time - this.#closed >= CLOSE_MS);
    if (this.#writing < MAX_WRITING && (isDue || time - this.#placed >= PLACES_MS)) this.#close();
    this.#options.onTick();
    if (!this.#options.isOnce) return;
    const bytes = this.inputs.reduce((sum, { summary }) => sum + summary.bytes, 0);
    this.#idle = bytes !== this.#bytes || this.#writing > 0 ? 0 : this.#idle + 1;
    this.#bytes = bytes;
    if (this.#idle >= IDLE_TICKS) stop.abort();
  }

  /** Rows and places of one moment, in one record. */
  #close(): void {
    for (const input of this.inputs) input.flush();
    const places = this.positions.take(this.inputs, this.#options.now());
    this.#placed = performance.now();
    this.#closed = this.#placed;
    if (this.#rows.rows === 0 && places.size === 0) return;
    void this.#append(places);
  }

  async #append(places: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const { rows } = this.#rows;
    this.#writing++;
    try {
      await this.#spool.append(this.#rows.take(), places);
      this.written += rows;
    } catch (error) {
      this.#failure ??= error;
    } finally {
      this.#writing--;
      for (const wake of this.#wake.splice(0)) wake();
    }
  }
}
