import type { BaselineSummary } from './baseline.ts';
import type { TrafficFinding } from './traffic-finding.ts';

/** One input, and what became of every byte of it. */
export interface InputSummary {
  readonly name: string;
  /** `netfilter log (ufw)`; null where no decoder knew it. */
  readonly format: string | null;
  readonly others: readonly string[];
  readonly bytes: number;
  /** Lines, packets or records. */
  readonly records: number;
  readonly silent: number;
  readonly malformed: number;
  readonly firstMalformed: readonly number[];
  /** Lines of other programs, or what else is no event. */
  readonly foreign: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  /** Why it could not be read; null where it could. */
  readonly error: string | null;
}

export interface NoiseShare {
  readonly pattern: string;
  readonly title: string;
  readonly events: number;
  /** The rule or log prefix that wrote most of it; empty where the log has none. */
  readonly label: string;
}

export interface TrafficSummary {
  readonly inputs: readonly InputSummary[];
  readonly events: number;
  /** ISO times; null where there are none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Events by how they are understood; together they are all events. */
  readonly harmless: number;
  readonly explained: number;
  readonly strays: number;
  /** Conversations, let through or answered, that nothing speaks against. */
  readonly ordinary: number;
  readonly unexplained: number;
  /** What the harmless part is made of, most first. */
  readonly noise: readonly NoiseShare[];
  /** Ports with the most events that nothing explains. */
  readonly unexplainedPorts: readonly { readonly port: string; readonly events: number }[];
  /** By what it was judged which end is ours, with events. */
  readonly roles: Readonly<Record<string, number>>;
  readonly timeline: { readonly start: string | null; readonly seconds: number; readonly counts: readonly number[] };
  /** What these formats cannot say. */
  readonly cannotTell: readonly string[];
  readonly limits: readonly string[];
  /** What --baseline says; null without it. */
  readonly baseline: BaselineSummary | null;
}

export interface TrafficReport {
  readonly summary: TrafficSummary;
  /** The worst last. */
  readonly findings: readonly TrafficFinding[];
}
