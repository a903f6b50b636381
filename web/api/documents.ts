/** What the API answers. The documents of the command line are the same ones: their types are taken from it. */
export type {
  AuditDocument,
  ClaimsDocument,
  ExplainDocument,
  GlanceDocument,
  PatternsDocument,
  SearchDocument,
  SocketsDocument,
  TrafficDocument,
} from '../../src/cli/documents.ts';
export type { ListenerRecord } from '../../src/sockets/listener-record.ts';
export type { AuditFinding, CheckResult, HostResult, PortResult } from '../../src/audit/result.ts';
export type { TranscriptLine } from '../../src/audit/conversation/transcript.ts';
export type { Exposure } from '../../src/sockets/exposure.ts';
export type { SocketRow } from '../../src/sockets/socket-row.ts';
export type { TrafficFinding } from '../../src/traffic/report/traffic-finding.ts';
export type { TrafficReport, TrafficSummary } from '../../src/traffic/report/traffic-report.ts';
import type { Exposure } from '../../src/sockets/exposure.ts';
import type { SocketRow } from '../../src/sockets/socket-row.ts';
import type { CheckResult } from '../../src/audit/result.ts';
import type { TrafficReport } from '../../src/traffic/report/traffic-report.ts';

/** All ports of one transport, a digit each. */
export interface AtlasLayer {
  /** 0 nothing, 1 seen elsewhere, 2 registered, 3 has a dossier. */
  readonly knowledge: string;
  /** 0 none or not judged, to 4 critical. */
  readonly risk: string;
}

export interface PortHere {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly exposure: Exposure;
  readonly sockets: number;
}

export interface PortInLogs {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly events: number;
}

export interface AtlasDocument {
  readonly host: string;
  readonly tcp: AtlasLayer;
  readonly udp: AtlasLayer;
  /** Null where the sockets of this machine cannot be read. */
  readonly here: readonly PortHere[] | null;
  /** Null where there is no store. */
  readonly logs: readonly PortInLogs[] | null;
  readonly knowledge: {
    readonly version: string;
    /** Day of IANA's registry. */
    readonly registryUpdated: string;
  };
}

/** What changed since the look before. */
export interface SocketChange {
  readonly added: readonly SocketRow[];
  readonly gone: readonly string[];
  readonly changed: readonly SocketRow[];
}

export interface InputsDocument {
  readonly inputs: readonly { readonly number: number; readonly name: string; readonly bytes?: number }[];
}

export type AnalysisState = 'running' | 'done' | 'failed' | 'cancelled';

export interface AnalysisInBrief {
  readonly id: string;
  readonly name: string;
  readonly state: AnalysisState;
  /** Read so far. */
  readonly bytes: number;
  /** Null where it is not known before the end. */
  readonly size: number | null;
  readonly events: number;
}

export interface AnalysesDocument {
  readonly analyses: readonly AnalysisInBrief[];
}

export interface AnalysisDocument extends AnalysisInBrief {
  /** Also while it runs: of what was read so far. */
  readonly report: TrafficReport | null;
  /** Why it failed. */
  readonly error?: string | null;
}

export interface EvidenceDocument {
  readonly lines: readonly EvidenceLine[];
}

export interface EvidenceLine {
  /** `kern.log:81204` */
  readonly place: string;
  readonly text: string;
  /** The bytes, where they are no text. */
  readonly base64: string | null;
}

export interface TimelineDocument {
  readonly start: string | null;
  /** How long a bucket lasts. */
  readonly seconds: number;
  readonly outcomes: readonly string[];
  /** Events of each outcome, a list a bucket. */
  readonly counts: readonly (readonly number[])[];
}

export interface Suppression {
  readonly id: string;
  readonly rule: string;
  readonly subject: string | null;
  readonly reason: string;
  /** The last day, ISO. */
  readonly until: string;
}

export interface SuppressionsDocument {
  readonly suppressions: readonly Suppression[];
}

export interface AuditRunningDocument {
  readonly running: boolean;
  readonly progress: string | null;
  /** Why the last one came to nothing. */
  readonly failure: string | null;
}

export interface CheckedAgainDocument {
  readonly host: string;
  readonly port: number;
  readonly result: CheckResult;
}

/** The answer of a named question: tables, whose rows have their cells by name. */
export interface AskDocument {
  readonly parts: readonly {
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
}
