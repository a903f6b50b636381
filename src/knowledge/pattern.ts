/**
 * What events look like when somebody attacks, or when they only look so: one YAML file a pattern in
 * `knowledge/patterns/`. A sign is written so that a machine can test it; the few that need a memory of their own name
 * an algorithm. `build/knowledge/pattern-schema.ts` validates the files.
 */
import type { Advice, Sourced, Statement } from './dossier.ts';

/** `harmless` patterns exist to be told apart and muted; the others say what is being tried. */
export type PatternKind = 'harmless' | 'scan' | 'login' | 'reflection' | 'worm' | 'theft' | 'misuse' | 'exposure';

export type PatternSeverity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Which addresses are meant, seen from the sensor. */
export type AddressClass =
  | 'own' // an address of the sensor, or of a network it is told to be its own
  | 'foreign' // any other unicast address
  | 'private' // RFC 1918, RFC 4193, link-local
  | 'public' // globally reachable unicast
  | 'loopback'
  | 'unspecified' // 0.0.0.0, ::
  | 'multicast'
  | 'limited-broadcast' // 255.255.255.255
  | 'subnet-broadcast' // host part all ones; where no prefix is known, an IPv4 address ending in .255
  | 'subnet-zero'; // host part all zeros, the broadcast address of 4.2BSD; else ending in .0

/** What became of the packet or connection, as far as the log says. */
export type Outcome = 'allowed' | 'dropped' | 'rejected' | 'answered' | 'refused' | 'unanswered' | 'unknown';

/** The TCP flags of a packet, named as scanners name the scan: exactly these, ECN aside. */
export type FlagSet =
  | 'syn'
  | 'syn-ack'
  | 'ack'
  | 'rst'
  | 'rst-ack'
  | 'fin'
  | 'fin-ack'
  | 'push-ack'
  | 'null'
  | 'xmas'
  | 'syn-fin';

/** A number, a range `6000-6063`, or a set that is worked out: see `PORT_SETS`. */
export type PortSet = number | string;

/**
 * Sets of ports that a sign may name:
 * - `named`: the ports of every dossier that names this pattern;
 * - `ephemeral`: the range from which the sensor's system takes client ports;
 * - `registered`: ports with a service in the registry.
 */
export const PORT_SETS = ['named', 'ephemeral', 'registered'] as const;

export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Holds when every part of it holds; a list holds when one of its members does. */
export interface Condition {
  readonly transport?: readonly ('tcp' | 'udp' | 'sctp' | 'dccp' | 'icmp' | 'icmpv6' | 'igmp')[];
  readonly sport?: readonly PortSet[];
  readonly dport?: readonly PortSet[];
  readonly source?: readonly AddressClass[];
  readonly destination?: readonly AddressClass[];
  readonly flags?: readonly FlagSet[];
  readonly outcome?: readonly Outcome[];
  readonly direction?: readonly ('in' | 'out' | 'forward')[];
  /** `8` or `3/3`: type, or type and code. */
  readonly icmp?: readonly string[];
  /** A fragment that is not the first: it has no ports, which flow exporters write as 0. */
  readonly fragment?: boolean;
  /** Length of the packet, or bytes of the flow in its own direction. */
  readonly bytes?: Bounds;
  /** Bytes of the answer, where the log has both directions. */
  readonly bytesBack?: Bounds;
  /** The TCP sequence number is the destination address (Mirai writes it so). */
  readonly sequenceIsDestination?: boolean;
  /** What a decoder that reads payloads found, by field: `dns.type: [AXFR]`. Untestable without payloads. */
  readonly payload?: Readonly<Partial<Record<PayloadField, readonly (string | number)[]>>>;
}

/** Fields of payloads; a text in a condition matches when the field contains it, letter case aside. */
export const PAYLOAD_FIELDS = [
  'dns.type',
  'dns.label-length',
  'dhcp.option',
  'tftp.operation',
  'tftp.file',
  'ftp.command',
  'smtp.command',
  'finger.query',
  'http.method',
  'http.target',
  'tcpmux.service',
  'snmp.community',
  'telnet.user',
] as const;
export type PayloadField = (typeof PAYLOAD_FIELDS)[number];

/** The events that are counted together. */
export type GroupBy = 'event' | 'source' | 'destination' | 'pair' | 'source-dport' | 'service' | 'sensor';

/** What a group must reach, all of it within the time. */
export interface Need {
  readonly events?: number;
  readonly distinct?: Readonly<Partial<Record<'source' | 'destination' | 'sport' | 'dport', number>>>;
  /** At most so many different ones, of fields that `distinct` does not count: a scanner's probes leave from one port. */
  readonly few?: Readonly<Partial<Record<'source' | 'destination' | 'sport' | 'dport', number>>>;
  /** At least so many of these ports were touched. */
  readonly ports?: { readonly of: readonly number[]; readonly atLeast: number };
  /** Share of the group's events, 0 to 1, that meets a further condition. */
  readonly share?: { readonly when: Condition; readonly atLeast: number };
  /** `10s`, `5m`, `1h`, `1d` */
  readonly within: string;
}

/**
 * An earlier event between the same ends, in the same or the other direction; or, with `served`, from anybody to the
 * source of this one, which says what kind of server that is.
 */
export interface Precedent {
  readonly when: Condition;
  readonly between: 'same' | 'reversed' | 'served';
  readonly within: string;
}

/** A test of events that needs nothing but counting. */
export interface CountSign {
  readonly by: 'count';
  readonly shows: string;
  readonly when: Condition;
  /** None of these may hold. */
  readonly unless?: readonly Condition[];
  readonly per: GroupBy;
  readonly need?: Need;
  /** Must have been seen before. */
  readonly after?: Precedent;
  /** May not have been seen before: an answer to nothing. */
  readonly notAfter?: Precedent;
  /** How well the sign carries the verdict by itself. */
  readonly confidence: 'low' | 'medium' | 'high';
  readonly severity?: PatternSeverity;
}

/** Algorithms with a memory of their own; each is one file of the traffic lens. */
export const ALGORITHMS = ['scan', 'coordinated-scan', 'backscatter', 'flood', 'guessing', 'rhythm', 'tunnel'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface AlgorithmSign {
  readonly by: 'algorithm';
  readonly shows: string;
  readonly algorithm: Algorithm;
  /** What it looks at. */
  readonly when: Condition;
  readonly unless?: readonly Condition[];
  readonly with: Readonly<Record<string, number | string>>;
  readonly confidence: 'low' | 'medium' | 'high';
  readonly severity?: PatternSeverity;
}

/** A finding of the sockets lens that shows the same thing on this machine. */
export interface SocketSign {
  readonly by: 'sockets';
  readonly shows: string;
  /** `sockets.exposed-service` */
  readonly rule: string;
}

export type Sign = CountSign | AlgorithmSign | SocketSign;

/** What looks like it and is not. */
export interface Lookalike extends Sourced {
  readonly text: string;
  /** The observation that decides. */
  readonly tell: string;
}

export interface Pattern {
  /** The file's name: `fraggle`. */
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly kind: PatternKind;
  readonly severity: PatternSeverity;
  readonly meaning: Statement;
  /** Any one of them shows the pattern. */
  readonly signs: readonly Sign[];
  readonly innocent: readonly Lookalike[];
  readonly advice: readonly Advice[];
  readonly attack: readonly string[];
  readonly claims: readonly string[];
  readonly revised: string;
}
