import type { SocketView } from '../../sockets/socket-row.ts';
import { changesBetween, type SocketChanges } from './socket-changes.ts';
import type { SocketChoice } from './socket-choice.ts';

/** Hears of a look that saw something else than the one before. */
export type Hear = (changes: SocketChanges) => void;

interface Listening {
  /** Is told when there is nothing more to hear. */
  readonly onEnd: () => void;
  readonly choice: SocketChoice;
}

const INTERVAL_MS = 2000;
/** Of the time: a machine with very many sockets is looked at less often. */
const MAX_SHARE = 0.1;

/** Looks at the sockets again and again while anybody listens, once for all of them. */
export class SocketFeed {
  readonly #look: () => Promise<SocketView>;
  readonly #listeners = new Map<Hear, Listening>();
  readonly #onFault: (error: unknown) => void;
  #view: SocketView | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(look: () => Promise<SocketView>, onFault: (error: unknown) => void) {
    this.#look = look;
    this.#onFault = onFault;
  }

  /**
   * What is there now; from here on `hear` is told what changes among the sockets of its choice, and `onEnd` when nobody tells any more.
   * Returns what ends that.
   */
  async listen(
    hear: Hear,
    onEnd: () => void,
    choice: SocketChoice = 'all',
  ): Promise<{ readonly view: SocketView; readonly end: () => void }> {
    const view = (this.#view ??= await this.#look());
    this.#listeners.set(hear, { onEnd, choice });
    this.#timer ??= this.#after(INTERVAL_MS);
    return { view, end: () => this.#leave(hear) };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Ends it for all who listen. */
  close(): void {
    for (const [hear, { onEnd }] of this.#listeners) {
      this.#leave(hear);
      onEnd();
    }
  }

  /** Once for each choice, however many listen. */
  #tell(before: SocketView, now: SocketView): void {
    for (const choice of new Set([...this.#listeners.values()].map((one) => one.choice))) {
      const changes = changesBetween(before, now, choice);
      if (changes === null) continue;
      for (const [hear, own] of this.#listeners) if (own.choice === choice) hear(changes);
    }
  }

  #leave(hear: Hear): void {
    this.#listeners.delete(hear);
    if (this.#listeners.size > 0) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // Whoever comes next wants to know what is there then.
    this.#view = null;
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => void this.#again(), milliseconds);
  }

  async #again(): Promise<void> {
    const begin = performance.now();
    try {
      const now = await this.#look();
      const before = this.#view;
      if (this.#listeners.size === 0) return;
      this.#view = now;
      if (before !== null) this.#tell(before, now);
    } catch (error) {
      this.#onFault(error);
    }
    const took = performance.now() - begin;
    if (this.#listeners.size > 0) this.#timer = this.#after(Math.max(INTERVAL_MS, took / MAX_SHARE));
  }
}
