/**
 * What `--json` writes, one type a command. `build/contract/` holds the schemas that programs may rely on; a change
 * here that takes something away needs a new major version there.
 */
import type { Finding } from '../findings/finding.ts';
import type { Answer } from '../knowledge/answer.ts';
import type { Claim } from '../knowledge/claim.ts';
import type { Pattern } from '../knowledge/pattern.ts';
import type { PortClass, RegistryStatus } from '../knowledge/registry-entry.ts';
import type { LocalKnowledge } from '../knowledge/overlay.ts';
import type { Hit } from '../knowledge/search/search.ts';
import type { Transport } from '../net/transport.ts';
import type { Exposure } from '../sockets/exposure.ts';
import type { HostFacts } from '../sockets/host-facts.ts';
import type { DualStack } from '../sockets/listening-ports.ts';
import type { Completeness, Ownership } from '../sockets/snapshot.ts';
import type { RowProcess, SocketRow } from '../sockets/socket-row.ts';
import type { Check } from './commands/doctor/check.ts';
import type { Summary } from './commands/glance/summary.ts';
import type { Envelope } from './envelope.ts';

export interface ExplainDocument extends Envelope<'explain'> {
  readonly answers: readonly Answer[];
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

/** A listener as the opening screen has it. */
export interface ListenerRecord {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** What the port is known for; null when for nothing. */
  readonly service: string | null;
  readonly note: LocalKnowledge | null;
  readonly exposure: Exposure;
  readonly exposureReason: string;
  readonly dualStack: DualStack;
  readonly addresses: readonly string[];
  readonly owner: Ownership;
  readonly processes: readonly Pick<RowProcess, 'pid' | 'name' | 'user' | 'command' | 'unit'>[];
  readonly ephemeral: boolean;
  readonly findings: readonly Finding[];
}

export interface GlanceDocument extends Envelope<'glance'> {
  readonly summary: Summary;
  /** Findings that the user's notes silence. */
  readonly muted: number;
  readonly listeners: readonly ListenerRecord[];
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
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
