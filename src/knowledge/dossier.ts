/**
 * Layer 2 of the knowledge base: what people who know say of a port, hand-written, one YAML file a dossier in
 * `knowledge/ports/`. These are the compiled shapes; `build/knowledge/schema.ts` validates the files against them.
 */

/**
 * How well a statement is founded:
 * - `registry`: IANA's registry says it.
 * - `primary`: the defining document says it (RFC, vendor's manual, CVE record).
 * - `corroborated`: two or more sources that do not copy each other.
 * - `single`: one source, or several that copy each other.
 * - `disputed`: sources contradict each other.
 */
export type Confidence = 'registry' | 'primary' | 'corroborated' | 'single' | 'disputed';

/** Every statement names the ids of its sources (`knowledge/sources/*.yaml`) and how well they carry it. */
export interface Sourced {
  readonly sources: readonly string[];
  readonly confidence: Confidence;
}

export interface Statement extends Sourced {
  readonly text: string;
}

/** First and last year; a missing bound is not known, a missing era means "still so". */
export interface Era {
  readonly from?: number;
  readonly to?: number;
}

export type UseKind = 'official' | 'common' | 'vendor' | 'developer-default' | 'game' | 'historic';

export interface Use extends Sourced {
  readonly name: string;
  readonly kind: UseKind;
  readonly era?: Era;
  /** Names a kernel shows for the programs that usually do this: `sshd`, `postgres`. */
  readonly processes?: readonly string[];
  readonly note?: string;
}

/** 0 harmless, 1 note it, 2 look at it, 3 close it unless it is meant, 4 close it now. */
export type RiskLevel = 0 | 1 | 2 | 3 | 4;

/** Risk depends on who can reach the port: one number for all would lie. */
export interface Risk extends Sourced {
  readonly internet: RiskLevel;
  readonly lan: RiskLevel;
  readonly loopback: RiskLevel;
  readonly why: string;
}

export type Audience = 'host' | 'edge' | 'egress' | 'developer';

export interface Advice extends Sourced {
  readonly audience: Audience;
  readonly do: string;
  /** Command lines by the tool that takes them: `nft`, `systemd`, `windows`. */
  readonly commands?: Readonly<Record<string, string>>;
}

/** A widespread error and what is right. */
export interface Correction extends Sourced {
  /** Ids of the claims of the source documents that this answers: `A13`. */
  readonly claims: readonly string[];
  readonly said: string;
  readonly fact: string;
}

/** What a sight of the port usually means. */
export interface Sightings {
  readonly listener?: Statement;
  readonly knock?: Statement;
  readonly outbound?: Statement;
}

export interface Pair extends Sourced {
  readonly key: string;
  readonly why: string;
}

export interface Amplification extends Sourced {
  /** Bandwidth amplification factor, lowest and highest measured: bytes out per byte in. */
  readonly factor: readonly [low: number, high: number];
  readonly command?: string;
}

export interface Vulnerability extends Sourced {
  readonly id: string;
  /** In CISA's catalogue of known exploited vulnerabilities. */
  readonly exploited: boolean;
  readonly note: string;
}

/** Traffic on the port that is not an attack. */
export interface Noise extends Sourced {
  readonly pattern: string;
  readonly meaning: string;
}

export interface Dossier {
  /** `service` speaks of what uses the port; `class` of a range of numbers as such (49152-65535). */
  readonly kind: 'service' | 'class';
  /** `['19/tcp', '19/udp']` */
  readonly keys: readonly string[];
  readonly title: string;
  /** The one word for a table's column: `ssh`. */
  readonly shortName?: string;
  /** What people type when they mean it. */
  readonly aliases: readonly string[];
  readonly summary: Statement;
  readonly uses: readonly Use[];
  /** Why the usual use is not the registered one. */
  readonly differsFromRegistry?: Statement;
  readonly ifSeen?: Sightings;
  readonly cleartext?: boolean;
  readonly secureAlternatives?: readonly string[];
  readonly pairs: readonly Pair[];
  readonly amplification?: Amplification;
  readonly risk?: Risk;
  readonly advice: readonly Advice[];
  readonly corrections: readonly Correction[];
  /** Ids of claims of the source documents that this dossier confirms as they stand. */
  readonly confirms: readonly string[];
  /** Ids of the traffic patterns (`knowledge/patterns/`) that involve the port. */
  readonly patterns: readonly string[];
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  readonly vulnerabilities: readonly Vulnerability[];
  readonly noise: readonly Noise[];
  /** Day on which the text was last revised. Whether a source was read again then, its own `seen` says. */
  readonly revised: string;
}
