import type { ScanTracker } from './scan-tracker.ts';

/** TCP's ports and, behind them, UDP's. */
const PORTS = 131_072;

/** How often each port is tried by the sources that try several targets: what strangers would choose from. */
export class PortPopularity {
  readonly #tries = new Uint32Array(PORTS);
  #sum = 0;
  /** How many ports were tried so often: there are few different numbers. */
  readonly #portsByTries = new Map<number, number>();

  constructor(tracker: ScanTracker, leastTargets: number) {
    const { sources, tried } = tracker;
    const counted = sources.slots((slot) => sources.targets(slot) >= leastTargets);
    for (const slot of counted) this.#add(sources.firstPort(slot));
    tried.forEach(counted, (_, kind, port) => {
      if (kind === 'port') this.#add(port);
    });
    for (const tries of this.#tries) {
      if (tries > 0) this.#portsByTries.set(tries, (this.#portsByTries.get(tries) ?? 0) + 1);
    }
  }

  /**
   * How many targets a group of strangers would try twice, if each chose its ports as all other sources do. `own` are
   * the tries of the group itself by port, which say nothing of the others. NaN where there are no others.
   */
  expectedRepeats(own: ReadonlyMap<number, number>, members: number, tries: number, hosts: number): number {
    let ownSum = 0;
    for (const count of own.values()) ownSum += count;
    const others = this.#sum - ownSum;
    if (others <= 0) return Number.NaN;
    const repeats = (popular: number): number => {
      const tried = (tries * popular) / others / hosts;
      // Nobody repeats a target within his own list.
      return hosts * (repeatsOf(tried) - members * repeatsOf(tried / members));
    };
    let expected = 0;
    for (const [popular, ports] of this.#portsByTries) expected += ports * repeats(popular);
    for (const [port, count] of own) {
      const popular = this.#tries[port] ?? 0;
      expected += repeats(Math.max(popular - count, 0)) - repeats(popular);
    }
    return Math.max(expected, 0);
  }

  #add(port: number): void {
    this.#tries[port] = (this.#tries[port] ?? 0) + 1;
    this.#sum++;
  }
}

/** Expected tries beyond the first of a target that is tried so often on average (Poisson). */
function repeatsOf(tries: number): number {
  return tries - 1 + Math.exp(-tries);
}

/** Chance of so few repeats or fewer, where so many are expected (Poisson). */
export function chanceOfSoFew(repeats: number, expected: number): number {
  let term = Math.exp(-expected);
  let sum = term;
  for (let count = 1; count <= repeats; count++) {
    term *= expected / count;
    sum += term;
  }
  return Math.min(sum, 1);
}
