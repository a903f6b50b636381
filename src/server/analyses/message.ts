import type { TrafficReport } from '../../traffic/report/traffic-report.ts';
import type { OutcomeTimeline } from './outcome-timeline.ts';
import type { PortTimeline } from './port-timeline.ts';

/** What a thread is to read. Plain data: it crosses to another thread. */
export interface AnalysisOrder {
  readonly path: string;
  /** What it is called in the report, in place of its path. */
  readonly name: string;
  /** The netfilter scanner, see TrafficOptions. */
  readonly scanner: Uint8Array | null;
  /** Seconds since 1970. */
  readonly now: number;
}

/** What the thread tells on its way. */
export type AnalysisNews =
  | { readonly kind: 'progress'; readonly bytes: number; readonly size: number | null; readonly events: number }
  | {
      readonly kind: 'partial' | 'done';
      readonly report: TrafficReport;
      readonly timeline: OutcomeTimeline;
      readonly ports: PortTimeline;
    }
  /** `isExpected`: the file cannot be read; anything else is a fault of the program. */
  | { readonly kind: 'failed'; readonly message: string; readonly isExpected: boolean };
