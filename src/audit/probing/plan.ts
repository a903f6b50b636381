import type { CheckSettings } from '../check.ts';
import type { CheckResult, PortState } from '../result.ts';
import type { Scope } from '../scope/scope.ts';
import type { IdentifiedService } from '../service.ts';
import type { Vantage } from '../vantage/vantage.ts';

/** One address, and what to ask it. */
export interface ProbeTarget {
  /** The host it belongs to, as results call it. */
  readonly host: string;
  readonly address: string;
  readonly vantage: Vantage;
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  /** Ports that are told of whatever their state is, as `25/tcp`: those that listen here or are expected. */
  readonly told: readonly string[];
}

/** All that probing needs to know, as plain data: it may be done by another process, in another network namespace. */
export interface ProbePlan {
  readonly targets: readonly ProbeTarget[];
  readonly scope: Scope;
  /** Ids of checks, or their first parts (`ftp`); null: all that are not opt-in. Empty: none. */
  readonly only: readonly string[] | null;
  readonly settings: CheckSettings;
  /** This machine's address on the interface that is asked for DHCP servers; null: nobody asks. */
  readonly dhcpFrom: { readonly host: string; readonly address: string } | null;
  readonly engine: 'default' | 'fast';
  /** Probes a second to one host that is not this machine; null for the engine's own limit. */
  readonly rate: number | null;
  /** Where the progress is kept, to go on after an end that nobody planned; null: nowhere. */
  readonly journal: string | null;
  /** Folder of a recog checkout; null: the built-in fingerprints only. */
  readonly fingerprints: string | null;
}

/** What was found out about one port. */
export interface ProbedPort {
  readonly host: string;
  readonly address: string;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly state: PortState;
  readonly because: string;
  readonly service: IdentifiedService | null;
  readonly checks: readonly CheckResult[];
}

export interface ProbeProgress {
  readonly done: number;
  readonly total: number;
  readonly open: number;
  /** Seconds to go; null while nobody can tell. */
  readonly secondsLeft: number | null;
}

export type ProbeEvent =
  | { readonly kind: 'port'; readonly port: ProbedPort }
  | { readonly kind: 'progress'; readonly progress: ProbeProgress }
  /** What could not be done, in a sentence. */
  | { readonly kind: 'gap'; readonly gap: string }
  /** How it was done, where that is to be known, in a sentence. */
  | { readonly kind: 'note'; readonly note: string };
