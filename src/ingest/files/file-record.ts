/** What is kept of a file that was stored, so that it is known again under any name, packed or not: never its place alone. */
export interface FileRecord {
  /** As it was named last; for people. */
  readonly name: string;
  /** Bytes that were read of it, unpacked. */
  readonly length: number;
  /** SHA-256 of the last of them, at most PRINT_BYTES, in hexadecimal. */
  readonly tail: string;
  /** Events that these bytes gave, which were stored or could not be. */
  readonly events: number;
  /** Whether it was read to its end: the connections of a capture that were open there were handed on then. */
  readonly isWhole: boolean;
  /**
   * Present where it was followed: what begins from this byte on, up to `length`, was stored; and of what lies before, the first `events`
   * events.
   */
  readonly from?: number;
}

/** So much of the beginning, and so much before the end, must be the same: logs hardly have the same times in both. */
export const PRINT_BYTES = 4096;

const KEY = /^file (\d{1,4}) ([0-9a-f]{64}) (\d{1,9})$/;

/** What stands in the key of a record: the file begins with so many bytes of this SHA-256. */
export interface Beginning {
  readonly length: number;
  readonly hash: string;
}

/** `number`: of files that begin alike the first one has 0. */
export function keyOf({ length, hash }: Beginning, number: number): string {
  return `file ${length} ${hash} ${number}`;
}

/** Null for the key of something else. */
export function beginningOf(key: string): Beginning | null {
  const [, length, hash = ''] = KEY.exec(key) ?? [];
  return length === undefined ? null : { length: Number(length), hash };
}

export function encodeRecord(record: FileRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

/** Null for what is no record: it has been written by another version. */
export function decodeRecord(bytes: Uint8Array): FileRecord | null {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<FileRecord>;
    const { name = '', length = -1, tail = '', events = -1, isWhole = false, from } = value;
    if (!(length >= 0 && events >= 0)) return null;
    return { name, length, tail, events, isWhole, ...(from !== undefined && { from }) };
  } catch {
    return null;
  }
}
