import type { PortState } from '../result.ts';
import type { Limits } from './limits.ts';

export interface ScanTarget {
  /** Text of an IP address, with its zone where it is link-local. Names are refused. */
  readonly address: string;
  /** 1 to 65,535; duplicates are dropped. */
  readonly ports: readonly number[];
  /** Whether the address is this machine's: it bears more. */
  readonly isOwn: boolean;
}

/** What became known of one port. */
export interface ScannedPort {
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
  /** What the state rests on: `connected`, `refused`, `no answer to 2 tries`. */
  readonly because: string;
}

export interface Progress {
  /** Ports decided, of so many. */
  readonly done: number;
  readonly total: number;
  readonly open: number;
  /** Milliseconds that are left, about; null while nothing can be said. */
  readonly eta: number | null;
}

/** Both are optional; they must not throw. */
export interface ScanListener {
  /** Once for each decided port, as soon as it is decided; ports of a journal come first. */
  readonly port?: (result: ScannedPort) => void;
  /** At most every 250 ms, and once at the end. */
  readonly progress?: (progress: Progress) => void;
}

export interface ScanOptions {
  readonly limits?: Limits;
  /** Of the order of ports. */
  readonly seed?: number;
  /** Ends the scan: what is decided stays decided, and the summary says it was ended. */
  readonly signal?: AbortSignal;
}

/** Where decided ports are kept, so that a scan that was killed can go on. */
export interface ScanJournal {
  /** What an earlier run had decided. */
  readonly decided: readonly ScannedPort[];
  record(result: ScannedPort): void;
  /** Writes what is left. A sentence where the journal could not be written, else null. */
  close(): Promise<string | null>;
}

export interface ScanSummary {
  readonly counts: Readonly<Record<PortState, number>>;
  /** Ports that were not decided: the scan was ended, or this machine could not ask. */
  readonly undecided: number;
  readonly wasAborted: boolean;
  /** Which engine did it: `fast` is not always what was asked for. */
  readonly engine: 'ordinary' | 'fast';
  /** What could not be done as asked, in sentences. */
  readonly gaps: readonly string[];
  readonly probes: number;
  readonly milliseconds: number;
}
