import type { Severity } from '../findings/finding.ts';
import type { Budget } from './conversation/budget.ts';
import type { Conversation, DatagramAnswer, DatagramAnswers } from './conversation/conversation.ts';
import type { Endpoint } from './endpoint.ts';
import type { IdentifiedService } from './service.ts';
import type { Vantage } from './vantage/vantage.ts';

export type Verdict = 'exposed' | 'not-exposed' | 'inconclusive' | 'not-applicable';

/** `confirmed`: seen; `firm`: follows from what was seen; `tentative`: may have another reason. */
export type Confidence = 'confirmed' | 'firm' | 'tentative';

/** What stays behind on the server. Nothing that writes runs unless asked for. */
export type Impact = 'read-only' | 'creates-log-entry' | 'may-leave-residue';

/** How to end a weakness in one product. */
export interface Fix {
  readonly file: string;
  readonly change: string;
  readonly apply: string;
}

export interface CheckDescription<Id extends string = string> {
  /** `ftp.anonymous`. */
  readonly id: Id;
  readonly title: string;
  /** Names of the protocols it speaks, see `IdentifiedService`. It runs where one of them answers ... */
  readonly services: readonly string[];
  /** ... and where nothing was identified on one of these ports. */
  readonly ports: readonly number[];
  /** Protocols that carry it, such as http: there it runs on its usual ports only. */
  readonly carriedBy?: readonly string[];
  readonly transport: 'tcp' | 'udp';
  /** Of what it finds exposed; an outcome may say a lower one. */
  readonly severity: Severity;
  readonly impact: Impact;
  readonly budget: Budget;
  /** Vantages from which `exposed` says something about strangers. From others it becomes `inconclusive`. */
  readonly trusted: readonly Vantage[];
  /** Vantages from which `not-exposed` proves nothing, because the server treats itself differently. */
  readonly blind: readonly Vantage[];
  /** Lines received that evidence may show, where more would be other people's data; the others are only counted. */
  readonly maxLinesShown?: number;
  /** Runs only when it is named: industrial gear, or checks that write. */
  readonly isOptIn: boolean;
  /** Why it matters, for people. */
  readonly why: string;
  /** Ids of knowledge/sources.yaml, or `rfc959`. */
  readonly references: readonly string[];
  /** By product as identification names it; `*` is for any other. */
  readonly fixes: Readonly<Record<string, Fix>>;
}

/** What a check found out. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** The sentence for people: what was asked and what was answered. */
  readonly summary: string;
  /** Only where it is lower than the check's own. */
  readonly severity?: Severity;
  /** Facts for programs: `{ zone: 'lab.example', records: 7 }`. */
  readonly facts?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** What the server turned out to be, where identification did not know. */
  readonly product?: string;
}

/** What the policy file says of DHCP. */
export interface DhcpExpectation {
  /** The interface on which servers are asked for; no other is. */
  readonly interface: string;
  /** Addresses of the servers that should be there. */
  readonly servers: readonly string[];
}

/** What came back to a broadcast. */
export interface BroadcastAnswers {
  /** `address`: of whom it came from. */
  readonly answers: readonly { readonly bytes: Uint8Array; readonly address: string }[];
  /** Why nothing was sent, and what would help; null where it was. */
  readonly whyNot: string | null;
}

/** What the policy file or the command line tells checks. */
export interface CheckSettings {
  /** Zones whose transfer is tried. */
  readonly zones: readonly string[];
  /** A name of the user's that a resolver is asked for; null: one under `.invalid` only. */
  readonly queryName: string | null;
  /** Without it DHCP servers are not asked for. */
  readonly dhcp?: DhcpExpectation;
  /** Whether checks may leave something behind: `--allow-residue`. */
  readonly mayLeaveResidue: boolean;
}

/** An own HTTP listener that a proxy is asked to fetch from: only it knows the token. */
export interface Canary {
  readonly host: string;
  readonly port: number;
  /** The path to ask for; its answer is the token. */
  readonly path: string;
  readonly token: string;
  /** Requests that came so far. */
  readonly hits: number;
}

/** The only way a check can touch the network; everything in it is bounded by the check's budget and in the transcript. */
export interface CheckContext {
  readonly endpoint: Endpoint;
  readonly vantage: Vantage;
  readonly service: IdentifiedService | null;
  readonly settings: CheckSettings;
  /** So many random bytes, for tokens, transaction ids and names nobody has. */
  random(bytes: number): Uint8Array;
  /** Connects to the endpoint, or another port of its address. Throws ConnectFailure. `tls`: from the first byte. */
  connect(options?: { readonly port?: number; readonly tls?: boolean }): Promise<Conversation>;
  /**
   * Sends one datagram to the endpoint and gathers what comes back from its address, for so long or until `maxAnswers`.
   * `anyPort`: answers may come from any of its ports, as TFTP's do (RFC 1350 section 4). `tries`: how often it is sent while
   * nothing comes, each time for `waitMs`. `reply`: what is said to an answer, from the same socket to the port it came from.
   */
  exchange(
    datagram: Uint8Array,
    options?: {
      readonly waitMs?: number;
      readonly maxAnswers?: number;
      readonly anyPort?: boolean;
      readonly tries?: number;
      readonly reply?: (answer: DatagramAnswer) => Uint8Array | null;
    },
  ): Promise<DatagramAnswers>;
  /**
   * Sends one DHCP message by broadcast on an interface, from its own address (IPv4, as a 32-bit number), and gathers all
   * answers for `waitMs`. Throws ScopeRefusal for an interface that the policy does not name.
   */
  broadcastDhcp(
    interfaceName: string,
    message: (ownAddress: number) => Uint8Array,
    waitMs: number,
  ): Promise<BroadcastAnswers>;
  /** Opens a canary on the address by which this endpoint sees us; it closes with the check. */
  openCanary(localAddress: string): Promise<Canary>;
  note(text: string): void;
}

export interface Check<Id extends string = string> {
  readonly description: CheckDescription<Id>;
  /** May throw ConnectFailure, BudgetExceeded and ScopeRefusal: the runner makes them `inconclusive`. */
  readonly run: (context: CheckContext) => Promise<Outcome>;
}

export function defineCheck<const Id extends string>(description: CheckDescription<Id>, run: Check['run']): Check<Id> {
  return { description, run };
}

type Extra = Omit<Outcome, 'verdict' | 'confidence' | 'summary'>;

export function exposed(confidence: Confidence, summary: string, extra: Extra = {}): Outcome {
  return { verdict: 'exposed', confidence, summary, ...extra };
}

export function notExposed(confidence: Confidence, summary: string, extra: Extra = {}): Outcome {
  return { verdict: 'not-exposed', confidence, summary, ...extra };
}

export function inconclusive(summary: string, extra: Extra = {}): Outcome {
  return { verdict: 'inconclusive', confidence: 'tentative', summary, ...extra };
}

/** What answers is not what the check speaks to. */
export function notApplicable(summary: string, extra: Extra = {}): Outcome {
  return { verdict: 'not-applicable', confidence: 'firm', summary, ...extra };
}
