/**
 * The bytes that bodies may take that are being received or wait for the store: back-pressure in place of a queue. One sensor
 * gets a part only, so that one that sends slowly, or much, does not keep the others out.
 */
export class MemoryBudget {
  readonly #total: number;
  readonly #share: number;
  readonly #used = new Map<number, number>();
  #all = 0;

  constructor(totalBytes: number, shareBytes: number) {
    this.#total = totalBytes;
    this.#share = shareBytes;
  }

  /** Bytes that are taken. */
  get used(): number {
    return this.#all;
  }

  /** Takes bytes for a sensor, which `release` gives back. What was full where there are not so many. */
  take(sensor: number, bytes: number): 'taken' | 'share-full' | 'all-full' {
    const own = this.#used.get(sensor) ?? 0;
    if (own > 0 && own + bytes > this.#share) return 'share-full';
    if (this.#all + bytes > this.#total) return 'all-full';
    this.#used.set(sensor, own + bytes);
    this.#all += bytes;
    return 'taken';
  }

  release(sensor: number, bytes: number): void {
    const own = (this.#used.get(sensor) ?? 0) - bytes;
    if (own > 0) this.#used.set(sensor, own);
    else this.#used.delete(sensor);
    this.#all -= bytes;
  }
}
