/**
 * What `--json` writes, one type a command. `build/contract/` holds the schemas that programs may rely on; a change
 * here that takes something away needs a new major version there.
 */
import type { AuditDifference } from '../audit/diff/compare-results.ts';
import type { AuditReport } from '../audit/report/audit-report.ts';
import type { IngestAccount } from '../ingest/account.ts';
import type { TrafficReport } from '../traffic/report/traffic-report.ts';
import type { TrafficEvent } from '../traffic/select/traffic-event.ts';
import type { Finding } from '../findings/finding.ts';
import type { Answer } from '../knowledge/answer.ts';
import type { Claim } from '../knowledge/claim.ts';
import type { Pattern } from '../knowledge/pattern.ts';
import type { PortClass, RegistryStatus } from '../knowledge/registry-entry.ts';
import type { LocalKnowledge } from '../knowledge/overlay.ts';
import type { Hit } from '../knowledge/search/search.ts';
import type { PortRange } from '../net/port.ts';
import type { Transport } from '../net/transport.ts';
import type { JoinedReport } from '../report/joined-report.ts';
import type { Lease } from '../ports/leases/lease.ts';
import type { Exposure } from '../sockets/exposure.ts';
import type { Advice } from '../sockets/ephemeral/advice.ts';
import type { Verdict } from '../sockets/ephemeral/judge.ts';
import type { InsideListener } from '../sockets/ephemeral/listeners-inside.ts';
import type { EphemeralSettings } from '../sockets/ephemeral/settings.ts';
import type { DestinationUse, PoolUse } from '../sockets/ephemeral/use.ts';
import type { HiddenReport } from '../sockets/hidden/report.ts';
import type { HostFacts } from '../sockets/host-facts.ts';
import type { Refusal } from '../sockets/kill-refusal.ts';
import type { KillSignal, SentSignal } from '../sockets/kill-run.ts';
import type { DualStack } from '../sockets/listening-ports.ts';
import type { PortProxy } from '../sockets/port-proxy.ts';
import type { Completeness, Ownership } from '../sockets/snapshot.ts';
import type { RowProcess, SocketRow } from '../sockets/socket-row.ts';
import type { Check } from './commands/doctor/check.ts';
import type { GlanceReport } from '../sockets/report/glance-report.ts';
import type { Envelope } from '../findings/envelope.ts';
import type { Answer as StoreAnswer } from '../store/ask.ts';
import type { BackupContent } from '../store/store.ts';
import type { StoreSummary } from '../store/summary.ts';
import type { QuestionInBrief } from '../store/question-list.ts';

export interface ExplainDocument extends Envelope<'explain'> {
  readonly answers: readonly Answer[];
}

/** What hosts answer, and how that compares with what was agreed. */
export interface AuditDocument extends Envelope<'audit'>, AuditReport {}

/** What is different between two audits. */
export interface AuditDiffDocument extends Envelope<'audit-diff'>, AuditDifference {
  /** The files, as they were named. */
  readonly before: string;
  readonly after: string;
}

/** What logs and captures show. */
export interface TrafficDocument extends Envelope<'traffic'>, TrafficReport {}

/** What a run of `ingest` read and stored. */
export interface IngestDocument extends Envelope<'ingest'>, IngestAccount {}

/** The events that `traffic --select` names. */
export interface TrafficEventsDocument extends Envelope<'traffic-events'> {
  readonly query: string;
  readonly events: readonly TrafficEvent[];
}

/** What the store answers to a named question, with what ports are known for. */
export interface AskDocument extends Envelope<'ask'>, StoreAnswer {}

/** The questions there are. */
export interface QuestionsDocument extends Envelope<'questions'> {
  readonly questions: readonly QuestionInBrief[];
}

export interface SearchDocument extends Envelope<'search'> {
  /** The words as they were understood: joined by blanks. */
  readonly query: string;
  /** Best first. */
  readonly hits: readonly Hit[];
}

/** All of the sockets document but its rows, which are written one by one. */
export interface SocketsHead extends Envelope<'sockets'> {
  /** Settings of this kernel that the rows are judged by. */
  readonly ports: Pick<HostFacts, 'ephemeral' | 'reserved' | 'bindV6Only'>;
  readonly completeness: Completeness;
  /** On the machine as a whole; those on one socket stand in its row. */
  readonly findings: readonly Finding[];
}

export interface SocketsDocument extends SocketsHead {
  readonly sockets: readonly SocketRow[];
}

/** How near a network namespace is to running out of client ports. */
export interface EphemeralDocument extends Envelope<'ephemeral'> {
  readonly namespace: string | null;
  readonly range: PortRange;
  /** What is reserved inside the range. */
  readonly reserved: readonly PortRange[];
  readonly usable: number;
  /** Ports of it that somebody listens on. */
  readonly blocked: number;
  readonly settings: Omit<EphemeralSettings, 'namespace'>;
  /** Of the fullest scope, 0 to 1. */
  readonly share: number;
  readonly verdict: Verdict;
  readonly sustainedRate: number;
  readonly bind: PoolUse;
  readonly udp: PoolUse;
  /** How many there are; the list may be shorter. */
  readonly destinationCount: number;
  readonly destinations: readonly DestinationUse[];
  readonly listeners: readonly InsideListener[];
  readonly findings: readonly Finding[];
  readonly advice: readonly Advice[];
  readonly limits: readonly string[];
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
}

/** Ports that are held though no table of the kernel shows who holds them. */
export interface HiddenDocument extends Envelope<'hidden'>, HiddenReport {}

/** What listens on this machine, and what to look at first. */
export interface GlanceDocument extends Envelope<'glance'>, GlanceReport {}

/** What listens here, what logs show and what an audit said, joined by port. */
export interface ReportDocument extends Envelope<'report'>, JoinedReport {}

/** A process that waits on a port, and why it runs. */
export interface PortHolder extends Omit<RowProcess, 'fd'> {
  /** The folder it works in; null when it may not be seen. */
  readonly folder: string | null;
  /** Its parent, where that holds the same sockets: it was forked to share them. */
  readonly sharesWith: number | null;
  /** Its parent first, then its parent, up to process 1. */
  readonly ancestors: readonly Pick<RowProcess, 'pid' | 'name' | 'command' | 'unit'>[];
  /** The systemd unit nearest to it: its own, else that of an ancestor. */
  readonly startedBy: string | null;
}

/** Sockets of a port that the same processes hold. */
export interface PortBinding {
  readonly addresses: readonly string[];
  readonly exposure: Exposure;
  readonly exposureReason: string;
  readonly dualStack: DualStack;
  readonly sockets: number;
  readonly owner: Ownership;
  /** User of the sockets, which the kernel tells even where it hides the process. */
  readonly user: string | null;
  readonly uid: number;
  readonly pids: readonly number[];
}

/** Who waits on one port. */
export interface WhoRecord {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly held: boolean;
  /** What the port is known for; null when for nothing, or when nobody holds it. */
  readonly service: string | null;
  readonly title: string | null;
  readonly note: LocalKnowledge | null;
  readonly ephemeral: boolean;
  /** Connections on the port, which do not hold it. */
  readonly clients: number;
  readonly bindings: readonly PortBinding[];
  readonly holders: readonly PortHolder[];
}

export interface WhoDocument extends Envelope<'who'> {
  readonly ports: readonly WhoRecord[];
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
}

/** A process that is to get a signal, and what goes with it. */
export interface KillHolder extends Pick<
  RowProcess,
  'pid' | 'name' | 'user' | 'command' | 'started' | 'unit' | 'container'
> {
  /** `5174/tcp` */
  readonly alsoWaitsOn: readonly string[];
  readonly connections: number;
  /** What it is, where it only stands before a container. */
  readonly proxy: PortProxy | null;
}

export interface KillDocument extends Envelope<'kill'> {
  readonly port: number;
  /** Null when nobody holds the port and none was named. */
  readonly transport: 'tcp' | 'udp' | null;
  readonly held: boolean;
  readonly dryRun: boolean;
  readonly signal: KillSignal;
  readonly graceSeconds: number;
  readonly clients: number;
  /** In the order of the signals. */
  readonly holders: readonly KillHolder[];
  /** While there is one, nothing is sent. */
  readonly refusals: readonly Refusal[];
  /** Null when nothing was sent. */
  readonly outcome: {
    readonly signals: readonly SentSignal[];
    readonly free: boolean;
    readonly heldBy: readonly Pick<RowProcess, 'pid' | 'name' | 'unit'>[];
  } | null;
}

export interface ClaimsDocument extends Envelope<'claims'> {
  readonly claims: readonly Claim[];
}

export interface PatternsDocument extends Envelope<'patterns'> {
  readonly patterns: readonly Pattern[];
}

export interface DoctorDocument extends Envelope<'doctor'> {
  /** How many of the checks are. */
  readonly limited: number;
  readonly checks: readonly Check[];
}

/** A line of `knowledge export`. */
export interface RegistryLine {
  readonly port: number;
  readonly transport: Transport;
  readonly class: PortClass;
  readonly status: RegistryStatus;
  readonly names: readonly string[];
}

/** One JSON Schema that `portolan schema NAME` prints. */
export interface SchemaInBrief {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

export interface SchemasDocument extends Envelope<'schemas'> {
  readonly schemas: readonly SchemaInBrief[];
}

export interface FreeDocument extends Envelope<'free'> {
  /** TCP ports. */
  readonly ports: readonly number[];
  /** Whether they stay reserved after the answer. */
  readonly reserved: boolean;
}

export interface WaitDocument extends Envelope<'wait'> {
  readonly port: number;
  /** The host that was asked for; null for this one. */
  readonly target: string | null;
  readonly condition: 'accepts' | 'http' | 'free';
  readonly met: boolean;
  /** What accepted; null when nothing did, or a free port was waited for. */
  readonly address: string | null;
  /** Of the answer over HTTP. */
  readonly status: number | null;
  /** What was seen last when it did not happen. */
  readonly lastSeen: string | null;
}

export interface LeaseRecord extends Lease {
  /** Whether the folder of the project is still there. */
  readonly projectExists: boolean;
}

export interface LeaseDocument extends Envelope<'lease'> {
  readonly leases: readonly LeaseRecord[];
}

/** Who may write to the store or read it, or the one that was meant. */
export interface TokensDocument extends Envelope<'tokens'> {
  readonly of: 'sensors' | 'readers';
  /** Where their hashes are kept. */
  readonly file: string;
  readonly tokens: readonly TokenRow[];
}

export interface TokenRow {
  /** Of a sensor; null for a reader. */
  readonly number: number | null;
  readonly name: string;
  /** When the token was made, ISO 8601. */
  readonly since: string;
  /** Only where it was just made: it cannot be shown again. */
  readonly token: string | null;
}

/** What is in a store, and what it takes. */
export interface StoreStatsDocument extends Envelope<'store-stats'>, StoreSummary {
  readonly store: string;
}

/** A backup that was written, or one that was read. */
export interface StoreBackupDocument extends Envelope<'store-backup'>, BackupContent {
  readonly did: 'backup' | 'restore';
  readonly store: string;
  readonly folder: string;
}

/** What was dropped of a store. */
export interface StoreDropDocument extends Envelope<'store-drop'> {
  readonly store: string;
  /** The first day that is kept, YYYY-MM-DD. */
  readonly before: string;
  readonly rows: StoreSummary['rows'];
  /** The days that are gone, YYYY-MM-DD. */
  readonly days: readonly string[];
}
