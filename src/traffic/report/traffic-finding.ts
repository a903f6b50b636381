import type { Finding } from '../../findings/finding.ts';
import type { Lookalike } from '../../knowledge/pattern.ts';

/** An address or a port with the events it took part in. */
export interface Share {
  /** `203.0.113.7`; `22/tcp` */
  readonly name: string;
  readonly events: number;
}

/** A line, packet or record that shows it. */
export interface Evidence {
  /** Place in the report's list of inputs. */
  readonly input: number;
  /** Number of the line, packet or record, from 1. */
  readonly record: number;
  /** Byte in the unpacked input at which it begins. */
  readonly offset: number;
  /** ISO time; null where the log has none. */
  readonly time: string | null;
  /** As it stands in the input, cut at 500 bytes; null where it cannot be read again. */
  readonly text: string | null;
}

/** What the traffic lens reports, on top of what every finding has. */
export interface TrafficFinding extends Finding {
  /** Id of the pattern (`portolan knowledge patterns ID`). */
  readonly pattern: string;
  /** What it is called, as a heading over all findings of it. */
  readonly patternTitle: string;
  readonly kind: string;
  /** What was seen, without the who. */
  readonly what: string;
  /** The tests it passed, with their numbers. */
  readonly why: readonly string[];
  /** The sources, those with most events first; at most 32. */
  readonly who: readonly Share[];
  readonly targets: readonly Share[];
  readonly ports: readonly Share[];
  /** Different ones; `atLeast` where there were more than were counted. */
  readonly counts: {
    readonly events: number;
    readonly packets: number;
    readonly bytes: number;
    /** Events of those looked at that were let through or answered. */
    readonly gotThrough: number;
    readonly sources: number;
    readonly hosts: number;
    readonly ports: number;
    readonly atLeast: boolean;
  };
  /** What it could be instead, and what would tell. */
  readonly innocent: readonly Pick<Lookalike, 'text' | 'tell'>[];
  /** The first, a sample, the last. */
  readonly records: readonly Evidence[];
  /** Selects its events again: `portolan traffic FILE --select QUERY`. */
  readonly query: string;
  /** Whether that selects its events and no others; a finding about very many sources or of some minutes cannot be named exactly. */
  readonly isQueryExact: boolean;
  readonly timeline: { readonly start: string | null; readonly seconds: number; readonly counts: readonly number[] };
  /** Tools whose marks the packets bear; never proof. */
  readonly tools: readonly string[];
  /** Whether it was in the report of --baseline already, at least as severe. */
  readonly isKnown: boolean;
  readonly limits: readonly string[];
}
