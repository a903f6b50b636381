import type { TrafficFinding } from '../../../traffic/report/traffic-finding.ts';
import type { TrafficReport, TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import type { News } from '../../../traffic/live/live-reader.ts';

/** A finding that is told while reading goes on, or once more as it was in the end. */
export interface LiveFindingEvent extends TrafficFinding {
  /** `finding` the first time it is told. */
  readonly type: 'finding' | 'update';
  /** Why it is told: it is new, has more events or targets, is more severe, or all is over. */
  readonly reason: 'new' | 'count' | 'severity' | 'end';
}

/** The last line. */
export interface LiveSummaryEvent {
  readonly type: 'summary';
  readonly summary: TrafficSummary;
}

export function eventOf({ reason, finding }: News): LiveFindingEvent {
  return { type: reason === 'new' ? 'finding' : 'update', reason, ...finding };
}

/** The report as events: each finding as it was in the end, then the sums. */
export function* endEvents({ findings, summary }: TrafficReport): Generator<LiveFindingEvent | LiveSummaryEvent> {
  for (const finding of findings) yield { type: 'update', reason: 'end', ...finding };
  yield { type: 'summary', summary };
}
