import type { Finding, Severity } from '../findings/finding.ts';
import type { Confidence, Fix, Outcome, Verdict } from './check.ts';
import type { TranscriptLine } from './conversation/transcript.ts';
import type { Refusal } from './scope/judge-address.ts';
import type { IdentifiedService } from './service.ts';
import type { Vantage } from './vantage/vantage.ts';

/** `open`: it took a connection or answered; `closed`: it was refused; `filtered`: a firewall said no; else silence. */
export type PortState = 'open' | 'closed' | 'filtered' | 'no-answer';

/** What the kernel of this machine says of a listening socket; told by who runs the audit, because lenses do not import each other. */
export interface LocalListener {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** Addresses it takes: `127.0.0.1`; `0.0.0.0` every one of IPv4, `::` every one of IPv6. */
  readonly addresses: readonly string[];
  /** `sshd`, or null where it may not be seen. */
  readonly process: string | null;
  readonly pid: number | null;
  readonly user: string | null;
  /** How far it reaches, as `sockets` says: `any address`. */
  readonly exposure: string;
}

/** How an answer of a port compares with what was agreed. */
export type Expectation = 'expected' | 'unexpected' | 'missing' | 'waived';

/** What one check said of one port. */
export interface CheckResult {
  readonly check: string;
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** Of what is exposed: the check's own, or the lower one of its outcome. */
  readonly severity: Severity;
  readonly summary: string;
  /** What the server turned out to be, where identification did not know. */
  readonly product: string | null;
  readonly facts: NonNullable<Outcome['facts']>;
  readonly transcript: readonly TranscriptLine[];
  readonly rounds: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly milliseconds: number;
}

export interface PortResult {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly address: string;
  readonly state: PortState;
  /** What the state rests on: `connected`, `refused`, `no answer to 2 tries`, `listed by the kernel`. */
  readonly because: string;
  /** Registered or usual name of the number, which proves nothing. */
  readonly name: string | null;
  readonly service: IdentifiedService | null;
  readonly listener: LocalListener | null;
  readonly expectation: Expectation | null;
  readonly checks: readonly CheckResult[];
}

export interface HostResult {
  /** The name in the policy file, or the target as it was written. */
  readonly name: string;
  /** Empty for a network, which is asked by broadcast and not at an address. */
  readonly addresses: readonly { readonly address: string; readonly vantage: Vantage }[];
  readonly ports: readonly PortResult[];
}

/** What a difference was waived by. */
export interface Waiver {
  /** Last day, `2027-03-31`. */
  readonly until: string;
  readonly reason: string;
}

/** The place of the policy file that a finding belongs to; line and column from 1. */
export interface Anchor {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface AuditFinding extends Finding {
  /** The same for the same matter on the same host in every run: sha256, hexadecimal. */
  readonly fingerprint: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  /** Null for findings that no check made: an unexpected port. */
  readonly verdict: Verdict | null;
  readonly vantage: Vantage;
  readonly fix: Fix | null;
  /** The command that does only this again. */
  readonly verify: string;
  readonly waiver: Waiver | null;
  /** Whether it makes the audit fail: severe enough, or against the policy file, and not waived. */
  readonly isFailure: boolean;
  /** Null without a policy file. */
  readonly anchor: Anchor | null;
  readonly transcript: readonly TranscriptLine[];
}

export interface AuditResult {
  readonly hosts: readonly HostResult[];
  readonly findings: readonly AuditFinding[];
  readonly refusals: readonly Refusal[];
  /** What could not be looked at, in sentences; empty when all was. */
  readonly gaps: readonly string[];
  /** What else is to be known of how it was looked, in sentences. */
  readonly notes: readonly string[];
}
