import type { PortState } from '../result.ts';
import { ProgressMeter } from './progress.ts';
import { silence } from './retry-queue.ts';
import type { ScanJournal, ScanListener, ScannedPort, ScanSummary, ScanTarget } from './scan.ts';

export interface OrderedTarget {
  readonly target: ScanTarget;
  readonly order: Uint16Array;
}

/** A target without what an earlier run had decided. */
export interface OpenTarget extends OrderedTarget {
  /** Ports that were silent twice, which only an answer elsewhere makes worth a third try. */
  readonly held: readonly number[];
}

/** Keeps account of decided ports: counts, journal, listener. */
export class ScanLedger {
  readonly #counts: Record<PortState, number> = { open: 0, closed: 0, filtered: 0, 'no-answer': 0 };
  readonly #total: number;
  readonly #journal: ScanJournal | undefined;
  readonly #on: ScanListener;
  readonly #meter: ProgressMeter;
  #done = 0;
  readonly open: readonly OpenTarget[];

  constructor(targets: readonly OrderedTarget[], journal: ScanJournal | undefined, on: ScanListener, now: number) {
    this.#journal = journal;
    this.#on = on;
    this.#total = targets.reduce((sum, { order }) => sum + order.length, 0);
    const earlier = new Map<string, ScannedPort>();
    for (const result of journal?.decided ?? []) earlier.set(`${result.address} ${result.port}`, result);
    this.open = targets.map(({ target, order }) => {
      const held: number[] = [];
      const left = order.filter((port) => {
        const result = earlier.get(`${target.address} ${port}`);
        if (result === undefined) return true;
        if (result.state === 'no-answer') held.push(port);
        else this.#count(result);
        return false;
      });
      return { target, order: left, held };
    });
    this.#meter = new ProgressMeter(this.#total, this.#done, now);
  }

  decide(result: ScannedPort): void {
    if (result.state !== 'no-answer') this.#journal?.record(result);
    this.#count(result);
  }

  /** A port was silent twice: kept in the journal, but not yet said. */
  hold(address: string, port: number): void {
    this.#journal?.record({ address, port, state: 'no-answer', because: silence(2) });
  }

  report(now: number): void {
    const progress = this.#meter.report(this.#done, this.#counts.open, now);
    if (progress !== null) this.#on.progress?.(progress);
  }

  close(): Pick<ScanSummary, 'counts' | 'undecided'> {
    this.#on.progress?.(this.#meter.last(this.#done, this.#counts.open));
    return { counts: this.#counts, undecided: this.#total - this.#done };
  }

  #count(result: ScannedPort): void {
    this.#counts[result.state]++;
    this.#done++;
    this.#on.port?.(result);
  }
}
