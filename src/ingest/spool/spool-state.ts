import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeSafely } from './safe-file.ts';
import { SpoolError, reasonOf } from './spool-error.ts';

const FORMAT = 1;

/** What must be known of a spool when its segments have been delivered and are gone. */
export interface SpoolState {
  /** Chosen at random when the spool was made. */
  readonly origin: bigint;
  /** No message with this number or a lower one may be made any more. */
  readonly last: number;
  /** Messages up to this number were delivered. */
  readonly delivered: number;
  /** How far inputs were read, as the messages up to `last` say it. */
  readonly positions: ReadonlyMap<string, Uint8Array>;
}

export function newSpoolState(): SpoolState {
  return { origin: randomBytes(8).readBigUInt64LE(), last: 0, delivered: 0, positions: new Map() };
}

/** Null where there is none yet. Throws SpoolError for what cannot be understood. */
export function readSpoolState(path: string): SpoolState | null {
  if (!existsSync(path)) return null;
  try {
    const [text = '', digest] = readFileSync(path, 'utf8').split('\n');
    if (digestOf(text) !== digest) throw new Error('its checksum is another one');
    return parseState(JSON.parse(text));
  } catch (error) {
    throw new SpoolError(
      `${path} is damaged (${reasonOf(error)}). It says which numbers were used and how far inputs were read: bring it back from a backup, or name another folder with --spool, which begins anew`,
    );
  }
}

export function writeSpoolState(path: string, { origin, last, delivered, positions }: SpoolState): void {
  const encoded = [...positions].map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]);
  const text = JSON.stringify({ format: FORMAT, origin: origin.toString(), last, delivered, positions: encoded });
  writeSafely(path, `${text}\n${digestOf(text)}\n`);
}

function parseState(value: unknown): SpoolState {
  if (typeof value !== 'object' || value === null) throw new Error('it is no object');
  const { format, origin, last, delivered, positions } = value as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) throw new Error(`it has format ${String(format)}, and this portolan knows ${FORMAT}`);
  if (typeof origin !== 'string' || !isCount(last) || !isCount(delivered) || !Array.isArray(positions)) {
    throw new Error('something is missing in it');
  }
  const places = positions.map((pair: unknown): [string, Uint8Array] => {
    const [key, bytes] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    return [String(key), Buffer.from(String(bytes), 'base64')];
  });
  return { origin: BigInt(origin), last, delivered, positions: new Map(places) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
