import type { Metric } from '../metrics/metric.ts';

/** What this process reads itself, beside what sensors send: how it goes just now. */
export interface OwnInputs {
  readonly metrics: readonly Metric[];
  /** What somebody should look at, in words. */
  readonly problems: readonly string[];
}

export function joinOwnInputs(one: OwnInputs, other: OwnInputs): OwnInputs {
  return { metrics: [...one.metrics, ...other.metrics], problems: [...one.problems, ...other.problems] };
}
