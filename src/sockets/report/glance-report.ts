import { describeGaps } from '../gaps.ts';
import { listenerRecords, type ListenerRecord } from '../listener-record.ts';
import type { SocketView } from '../socket-row.ts';
import { summarize, type Summary } from '../summary.ts';

/** What listens on this machine, as data. */
export interface GlanceReport {
  readonly summary: Summary;
  /** Findings that the user's notes silence. */
  readonly muted: number;
  readonly listeners: readonly ListenerRecord[];
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
}

export function glanceReport(view: SocketView): GlanceReport {
  return {
    summary: summarize(view),
    muted: view.muted,
    listeners: listenerRecords(view),
    gaps: describeGaps(view.snapshot),
  };
}
