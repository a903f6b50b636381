import type { Envelope } from '../findings/envelope.ts';
import type { Severity } from '../findings/finding.ts';
import type { AuditReport } from '../audit/report/audit-report.ts';
import type { Expectation, PortState } from '../audit/result.ts';
import type { GlanceReport } from '../sockets/report/glance-report.ts';
import type { TrafficReport } from '../traffic/report/traffic-report.ts';

/** An audit as it was saved: when and where it was made belongs to it. */
export type AuditRecord = Envelope<'audit'> & AuditReport;

/**
 * What became of a knock, as far as two lenses together tell: `reached` it went to a port that listens here and was let
 * through or answered, `listening` it went to one that listens here, `nothing` nothing listens on any port it went to,
 * `elsewhere` it was about other hosts.
 */
export const STANDINGS = ['elsewhere', 'nothing', 'listening', 'reached'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A finding of the logs, in a row of its port. */
export interface Knock {
  /** Place in `traffic.findings`. */
  readonly finding: number;
  /** Events to this port, of those whose port was kept. */
  readonly events: number;
  readonly standing: Standing;
  /** How urgent it is now that it is known what listens here; the finding itself keeps its severity. */
  readonly urgency: Severity;
}

/** What an audit said of the port at one address. */
export interface Asked {
  readonly address: string;
  readonly state: PortState;
  readonly expectation: Expectation | null;
  /** Ids of the checks that found it exposed. */
  readonly exposed: readonly string[];
}

/** Everything that is known of one port of one host. */
export interface PortRow {
  /** The host as the audit calls it; null for this machine. */
  readonly host: string | null;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** What the port is known for; null where for nothing. */
  readonly service: string | null;
  /** The most urgent thing in the row; null where nothing deserves a look. */
  readonly urgency: Severity | null;
  /** Places in `glance.listeners`. */
  readonly listeners: readonly number[];
  /** The most urgent first. */
  readonly knocks: readonly Knock[];
  readonly asked: readonly Asked[];
  /** Places in `audit.findings`, the worst first; those that are waived are left out. */
  readonly verdicts: readonly number[];
}

/** What the lenses say together. */
export interface JoinedReport {
  readonly glance: GlanceReport;
  /** Null where no log was read. The worst last; of equal ones those that reached what listens here. */
  readonly traffic: TrafficReport | null;
  /** Null where no audit was given. */
  readonly audit: AuditRecord | null;
  /** By port; the most urgent last. */
  readonly ports: readonly PortRow[];
  /** Findings of the logs that are about none of these hosts. */
  readonly elsewhere: number;
  /** What joining them cannot tell, a sentence each. */
  readonly limits: readonly string[];
}
