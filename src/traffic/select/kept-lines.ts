import type { TrafficFormat } from '../decoders/decoder.ts';
import { MAX_LINE_BYTES } from '../decoders/line-walk.ts';
import type { EventBatch } from '../event-batch.ts';
import type { ByteTap } from '../read-traffic.ts';

const NEWLINE = 10;
/** Lines of events that wait to be judged; a batch with more is judged before it is full. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** The lines of a text input byte for byte, for as long as their events wait in the batch. */
export class KeptLines implements ByteTap {
  #batch: EventBatch | null = null;
  #isText = false;
  /** The bytes of the input from `base` on that are not behind a whole line yet. */
  #window = Buffer.allocUnsafe(1_048_576);
  #length = 0;
  #base = 0;
  /** By row of the batch; null where the line is none or lies further back. */
  #lines: (Buffer | null)[] = [];
  #keptBytes = 0;

  /** `batch`: the one that lines become events in. */
  watch(batch: EventBatch): void {
    this.#batch = batch;
  }

  begin(format: TrafficFormat): void {
    this.#isText = format.kind === 'line';
    this.#length = 0;
    this.#base = 0;
  }

  bytes(chunk: Uint8Array): void {
    if (!this.#isText) return;
    if (this.#length + chunk.length > this.#window.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + chunk.length));
      this.#window.copy(larger, 0, 0, this.#length);
      this.#window = larger;
    }
    this.#window.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  done(): void {
    const batch = this.#batch;
    if (!this.#isText || batch === null) return;
    this.keep(batch);
    const window = this.#window.subarray(0, this.#length);
    const left = this.#length - (window.lastIndexOf(NEWLINE) + 1);
    // Of a longer line the decoder has taken what it takes.
    const used = left > MAX_LINE_BYTES ? this.#length : this.#length - left;
    this.#window.copyWithin(0, used, this.#length);
    this.#length -= used;
    this.#base += used;
    if (this.#keptBytes > MAX_KEPT_BYTES) batch.flush();
  }

  /** Keeps the lines of the events that came since the last time. */
  keep(batch: EventBatch): void {
    if (batch !== this.#batch) return;
    for (let row = this.#lines.length; row < batch.length; row++) {
      const line = this.#isText ? this.#lineAt((batch.offset[row] ?? 0) - this.#base) : null;
      this.#lines.push(line);
      this.#keptBytes += line?.length ?? 0;
    }
  }

  /** The line of an event without its line end. */
  line(batch: EventBatch, row: number): Buffer | null {
    return batch === this.#batch ? (this.#lines[row] ?? null) : null;
  }

  /** The batch is emptied. */
  forget(batch: EventBatch): void {
    if (batch !== this.#batch) return;
    this.#lines = [];
    this.#keptBytes = 0;
  }

  #lineAt(start: number): Buffer | null {
    if (start < 0 || start >= this.#length) return null;
    const found = this.#window.indexOf(NEWLINE, start);
    const end = found === -1 || found > this.#length ? this.#length : found;
    return Buffer.from(this.#window.subarray(start, end));
  }
}
