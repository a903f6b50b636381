import type { Finding, FindingConfidence, Severity } from '../../findings/finding.ts';
import type { PortRange } from '../../net/port.ts';
import type { Family } from './probe.ts';

/**
 * - `bound-not-listening`: nobody answers there. A TCP socket that is bound and idle stands in no table of /proc.
 * - `answers`: somebody accepts connections and no table shows who.
 * - `not-in-table`: UDP, whose bound sockets are all in the tables.
 */
export type HiddenVerdict = 'bound-not-listening' | 'answers' | 'not-in-table';

/** A port that cannot be bound though no table shows why. */
export interface HiddenPort {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly families: readonly Family[];
  /** Whether loopback is held, and so perhaps every address, or only another address of this host. */
  readonly where: 'loopback' | 'other-address';
  readonly verdict: HiddenVerdict;
  readonly explanation: string;
}

/** Ports that were not looked at. */
export interface NotLooked extends PortRange {
  readonly transport: 'tcp' | 'udp';
  readonly family: Family;
  /** `no-family` is no gap: there is nothing to look at. */
  readonly reason: 'not-permitted' | 'no-family' | 'table-not-read' | 'failed';
}

export interface HiddenReport {
  readonly from: number;
  readonly to: number;
  /** Ports that were probed in one family or both. */
  readonly probed: { readonly tcp: number; readonly udp: number };
  /** Ports that visible sockets hold in every family, where a hidden one beside them cannot be told. */
  readonly shown: { readonly tcp: number; readonly udp: number };
  /** Ports that were held at the first look, and that a second look explained: they came or went meanwhile. */
  readonly explained: number;
  readonly hidden: readonly HiddenPort[];
  readonly notLooked: readonly NotLooked[];
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly limits: readonly string[];
}

export const HIDDEN_LIMITS: readonly string[] = [
  'A TCP socket that is bound with SO_REUSEADDR and does not listen cannot be seen: the probe sets that option too.',
  'A hidden socket on a port that a visible one holds cannot be told from it; a visible IPv6 socket covers IPv4 as well.',
  'Only this network namespace was looked at; containers have their own.',
  'What changes the kernel itself can also change what bind() says. Nothing found is no proof.',
];

const EXPLANATIONS: Readonly<Record<HiddenVerdict, string>> = {
  'bound-not-listening':
    'bound, not listening, most likely: such a socket stands in no table of /proc, and is no sign of malice by itself',
  answers: 'accepts connections, and no table shows who: a rootkit hides its listener like this',
  'not-in-table': 'held, and every bound UDP socket should stand in a table',
};

export function explainVerdict(verdict: HiddenVerdict): string {
  return EXPLANATIONS[verdict];
}

const JUDGEMENTS: Readonly<
  Record<HiddenVerdict, { severity: Severity; confidence: FindingConfidence; meaning: string; advice: string[] }>
> = {
  'bound-not-listening': {
    severity: 'info',
    confidence: 'medium',
    meaning:
      'A program reserved the port and waits with listen(), or forgot the socket. Others get "address already in use" with nothing there.',
    advice: ['ss -tanBp (iproute2 6.8 and newer, run as root) names the process.'],
  },
  answers: {
    severity: 'high',
    confidence: 'medium',
    meaning:
      'The kernel accepts connections on a port that its own tables do not list. Something filters what they show, or redirects connections (a NAT rule for loopback).',
    advice: [
      'Look for rules that redirect it: nft list ruleset.',
      'Compare with a scan from another machine, and look at this one from a system that you started from elsewhere.',
    ],
  },
  'not-in-table': {
    severity: 'medium',
    confidence: 'medium',
    meaning: 'A UDP port was refused again and again while no table listed a socket on it.',
    advice: ['Run it again; if it stays, look at this machine from a system that you started from elsewhere.'],
  },
};

export function findingOn(hidden: HiddenPort, takenAt: Date): Finding {
  const { severity, confidence, meaning, advice } = JUDGEMENTS[hidden.verdict];
  const time = takenAt.toISOString();
  const subject = `${hidden.port}/${hidden.transport}`;
  return {
    id: `sockets.hidden-${hidden.verdict}`,
    severity,
    confidence,
    title: `${subject} is held though no table shows a socket on it`,
    meaning,
    advice,
    subject,
    first: time,
    last: time,
    count: 1,
    evidence: [`bind() says "address already in use" in ${hidden.families.join(' and ')}: ${hidden.explanation}`],
    references: [],
  };
}
