import { Session, type Profiler } from 'node:inspector';

/** Which blocks of the program ran, by V8's precise coverage. */
export class Coverage {
  readonly #session = new Session();
  readonly #isOurs: (url: string) => boolean;
  readonly #known = new Set<string>();

  /** `isOurs`: of which scripts the blocks count. */
  constructor(isOurs: (url: string) => boolean) {
    this.#isOurs = isOurs;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Blocks that ran at any time. */
  get blocks(): number {
    return this.#known.size;
  }

  /** Whether a block ran since the last call that never ran before. With `isKept` it counts as known from now on. */
  hasNew(isKept: boolean): boolean {
    let hasNew = false;
    for (const { url, functions } of this.#take()) {
      if (!this.#isOurs(url)) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${startOffset}:${endOffset}`;
          if (count === 0 || this.#known.has(block)) continue;
          hasNew = true;
          if (isKept) this.#known.add(block);
        }
      }
    }
    return hasNew;
  }

  /** The inspector answers at once. */
  #take(): Profiler.ScriptCoverage[] {
    let result: Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error === null) result = answer.result;
    });
    return result;
  }
}
