import type { Metric, Sample } from './metric.ts';

/** How often values fell below each bound. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** `bounds` in rising order, without infinity. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
    this.#counts = [...bounds, Number.POSITIVE_INFINITY].map(() => 0);
  }

  observe(value: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const index = found === -1 ? this.#bounds.length : found;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  get metric(): Metric {
    let count = 0;
    const buckets = [...this.#bounds, Number.POSITIVE_INFINITY].map((bound, index): Sample => {
      count += this.#counts[index] ?? 0;
      return { suffix: '_bucket', labels: { le: bound === Number.POSITIVE_INFINITY ? '+Inf' : bound }, value: count };
    });
    const totals: Sample[] = [
      { suffix: '_sum', value: this.#sum },
      { suffix: '_count', value: count },
    ];
    return { name: this.#name, help: this.#help, type: 'histogram', samples: [...buckets, ...totals] };
  }
}
