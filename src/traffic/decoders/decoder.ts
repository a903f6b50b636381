import type { EventBatch } from '../event-batch.ts';
import type { Clock } from './clock.ts';
import type { NetfilterScanner } from './netfilter/netfilter-scanner.ts';

/** The beginning of an input, by which its format is found. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Its first lines without their ends, as Latin-1; at most 50 of them, each cut at 2,000 characters. */
  readonly lines: readonly string[];
  /** File name without folders and without `.gz`; empty for standard input. */
  readonly name: string;
}

export type Granularity = 'packet' | 'flow' | 'window';

/** What a format can tell at all: without it, a test that needs it is not failed but untestable. */
export interface Abilities {
  /** Whether the packet was let through or what was answered. */
  readonly outcome: boolean;
  /** TCP flags. */
  readonly flags: boolean;
  /** Packets and bytes of the answer too. */
  readonly bothDirections: boolean;
  readonly payload: boolean;
  /** One event is a packet, a connection, or everything within some minutes. */
  readonly granularity: Granularity;
}

export interface DecoderOptions {
  /** Turns local times, and times without a year, into seconds. */
  readonly clock: Clock;
  /** Reads netfilter lines faster than TypeScript can; null or absent where there is no WebAssembly. */
  readonly scanner?: NetfilterScanner | null;
}

interface Format {
  /** `netfilter`, `vpc-flow` */
  readonly id: string;
  /** `netfilter log` */
  readonly title: string;
  readonly abilities: Abilities;
  /** How surely the input is of this format, 0 to 1; above 0.5 where it can hardly be anything else. */
  sniff(head: Head): number;
}

/** What a line turned out to be: `event` added one or more; `silent` is of the format and has no event (a header). */
export type LineVerdict = 'event' | 'silent' | 'foreign' | 'malformed';

/** A format of one event, or a few, a line. Lines of other formats may stand between them. */
export interface LineFormat extends Format {
  readonly kind: 'line';
  open(options: DecoderOptions): LineReader;
}

export interface LineReader {
  /**
   * Reads the line in `bytes` from `start` to `end`, which are its first byte and the one after its last, without its
   * line end. Never throws, whatever the bytes are; takes time linear in the line. It adds all events of a line or none.
   */
  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict;
  /**
   * Reads whole lines that begin at `start` at once, as many as it can, each of them one event; the first line that is not
   * complete, or that only `read` can judge, is left. Returns the bytes of these lines; `nextOffset` and `nextRecord` of
   * the batch are those of the first line before, and those of the line behind them afterwards.
   */
  readRun?(bytes: Uint8Array, start: number, end: number, batch: EventBatch): number;
  /**
   * The input has ended: adds what was held back, with its own `nextOffset` and `nextRecord`. Returns how many lines that
   * were taken for silent turned out to be events.
   */
  end?(batch: EventBatch): number;
  /** A better name of what was seen, once known: `netfilter log (ufw)`. */
  readonly variant?: string | null;
  /** What the reader of the report must know; asked for at the end of the input. */
  readonly notes?: Iterable<string>;
  /** The program that wrote the last line, if that was `foreign` and the format says it in its own way: `sshd`. */
  readonly program?: string | null;
}

/** A format that is not made of lines: captures, NetFlow files, one JSON document. */
export interface StreamFormat extends Format {
  readonly kind: 'stream';
  open(options: DecoderOptions): StreamReader;
}

export interface StreamReader {
  /**
   * Reads what is complete in `bytes` from `start` to `end`; `base` is the place of `bytes[0]` in the input. Returns how
   * many bytes it is done with; the rest comes again, with more behind it. Never throws.
   */
  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number;
  /** The input has ended, and `left` bytes were never complete. */
  end(left: number, batch: EventBatch): void;
  readonly totals: StreamTotals;
  readonly variant?: string | null;
}

/** What became of the records of a stream. */
export interface StreamTotals {
  /** Records (packets, flow records) seen. */
  records: number;
  /** Records that are no event, and why: `802.3 frames without IP` 12. */
  readonly silent: Map<string, number>;
  /** Records that could not be read. */
  malformed: number;
  /** Numbers of the first of those, at most 8. */
  readonly firstMalformed: number[];
  /** What the reader of the report must know: `cut off in the middle of packet 7`. */
  readonly notes: Set<string>;
}

/** A format that comes in datagrams: NetFlow, syslog. */
export interface DatagramReader {
  read(datagram: Uint8Array, sender: string, batch: EventBatch): LineVerdict;
}

export type TrafficFormat = LineFormat | StreamFormat;

/** Packets of a capture are joined to connections before anything looks at them. */
export function isCapture({ kind, abilities }: TrafficFormat): boolean {
  return kind === 'stream' && abilities.granularity === 'packet' && abilities.payload;
}

/** What the events of a format can tell: those of a capture are connections, whose answers were seen. */
export function abilitiesOf(format: TrafficFormat): Abilities {
  return isCapture(format) ? { ...format.abilities, outcome: true, bothDirections: true } : format.abilities;
}

export function newStreamTotals(): StreamTotals {
  return { records: 0, silent: new Map(), malformed: 0, firstMalformed: [], notes: new Set() };
}
