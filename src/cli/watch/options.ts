import type { SnapshotRequest } from '../../sockets/snapshot.ts';
import type { SocketTable } from '../../sockets/socket-table.ts';
import type { Input } from '../command.ts';
import { CliError, EXIT } from '../exit-code.ts';

const DEFAULT_INTERVAL = 1000;
const LEAST_INTERVAL = 100;
/** Node's timers take no more than 2^31 - 1 milliseconds. */
const MOST_INTERVAL = 86_400_000;

export interface WatchOptions {
  readonly request: SnapshotRequest;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly extended: boolean;
  /** Milliseconds. */
  readonly interval: number;
  /** Looks before the end; Infinity without one. */
  readonly count: number;
  /** Report what is there at the first look as opened. */
  readonly initial: boolean;
}

/** What a watch takes besides the letters of `sockets`. Throws CliError (usage). */
export function readPace(input: Input): Pick<WatchOptions, 'interval' | 'count' | 'initial'> {
  return {
    interval: parseInterval(input.value('interval')),
    count: parseCount(input.value('count')),
    initial: input.has('initial'),
  };
}

/** `500ms`, `2s`, `1.5s`, `1m`; a bare number is seconds. */
function parseInterval(text: string | null): number {
  if (text === null) return DEFAULT_INTERVAL;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  const unit = { ms: 1, s: 1000, m: 60_000 }[match?.[2] ?? 's'] ?? 1000;
  const milliseconds = Math.round(Number(match?.[1] ?? Number.NaN) * unit);
  if (milliseconds >= LEAST_INTERVAL && milliseconds <= MOST_INTERVAL) return milliseconds;
  throw new CliError(EXIT.usage, `--interval takes a time from 100ms to 1440m, such as 500ms or 2s, and got "${text}"`);
}

function parseCount(text: string | null): number {
  if (text === null) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CliError(EXIT.usage, `--count takes a number of looks from 1 on, and got "${text}"`);
}

/** Whether the letters ask for a row. */
export function isWatched({ listening, connected }: WatchOptions, table: SocketTable, row: number): boolean {
  return table.isListening(row) ? listening : connected;
}
