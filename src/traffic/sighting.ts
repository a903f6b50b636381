import type { Severity, FindingConfidence } from '../findings/finding.ts';
import type { Pattern, Sign } from '../knowledge/pattern.ts';
import type { Tally } from './facts/tally.ts';

/** One thing that was seen, before it is put into words for a report. */
export interface Sighting {
  readonly pattern: Pattern;
  readonly sign: Sign;
  readonly severity: Severity;
  readonly confidence: FindingConfidence;
  /** What was seen, in one sentence without the "who": `tried 1,768 ports of one host in 45 h`. */
  readonly what: string;
  /** The tests that it passed, with their numbers. */
  readonly why: readonly string[];
  readonly tally: Tally;
  /** The sources, where the tally's are not all of them: a scanner in many machines. */
  readonly members: readonly Member[];
  /** Sources that are told together, when it is about more than the members. */
  readonly sources: number;
  /** Different hosts and ports, exact; null where the tally's lists are all that is known. */
  readonly hosts: number | null;
  readonly ports: number | null;
  /** Of its events, those that nothing else explains. */
  readonly unexplained: number;
  readonly tools: readonly string[];
  readonly limits: readonly string[];
}

export interface Member {
  readonly family: number;
  readonly address: number;
}

/** A sighting with what most of them have in common. */
export function sightingOf(
  pattern: Pattern,
  sign: Sign,
  tally: Tally,
  more: Partial<Omit<Sighting, 'pattern' | 'sign' | 'tally'>> & Pick<Sighting, 'what'>,
): Sighting {
  const fromSign = sign.by === 'sockets' ? {} : { severity: sign.severity, confidence: sign.confidence };
  return {
    pattern,
    sign,
    tally,
    severity: fromSign.severity ?? pattern.severity,
    confidence: fromSign.confidence ?? 'low',
    why: [],
    members: [],
    sources: tally.sources.size,
    hosts: null,
    ports: null,
    unexplained: 0,
    tools: [],
    limits: [],
    ...more,
  };
}
