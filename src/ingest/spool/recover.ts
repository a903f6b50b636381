import { createHash } from 'node:crypto';
import { statSync, truncateSync } from 'node:fs';
import { SegmentReader, recordsOf, segmentsOf, setAside, type FoundRecord, type Segment } from './segments.ts';
import type { SpoolState } from './spool-state.ts';

/** Numbers that are left out behind an end that was cut off: whatever stood there, none of it is used again. */
const LEFT_OUT = 65_536;
const DIGEST_BYTES = 32;

export interface Recovered {
  readonly segments: readonly Segment[];
  readonly state: SpoolState;
  /** Number of the last message; 0 where there is none. */
  readonly lastMessage: number;
  /** When the first segment was written last, in milliseconds since 1970: now, where there is none. */
  readonly oldest: number;
  /** Bytes at the end that were not written whole, and that nobody was promised. */
  readonly cut: number;
  /** What was damaged, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Looks through what a spool has after its last process ended, however that was. Half a record at the end is cut off: it was
 * not acknowledged. Damage before the end is put aside and told; the records behind it are delivered as ever.
 */
export function recover(folder: string, state: SpoolState): Recovered {
  const segments = segmentsOf(folder);
  const notes: string[] = [];
  const positions = new Map(state.positions);
  let { last } = state;
  let lastMessage = 0;
  let cut = 0;
  for (const [place, segment] of segments.entries()) {
    const reader = new SegmentReader(segment.path);
    // A record without messages may have begun it.
    last = Math.max(last, Number.parseInt(segment.name, 10));
    try {
      const isLast = place === segments.length - 1;
      const { size } = reader;
      for (const found of recordsOf(reader)) {
        if ('head' in found && !(isLast && isTorn(reader, found, size))) {
          last = Math.max(last, found.head.nextSequence - 1);
          lastMessage = Math.max(lastMessage, found.head.messages.at(-1)?.sequence ?? 0);
          for (const [key, bytes] of found.head.positions) positions.set(key, bytes);
          continue;
        }
        const [from, to] = 'head' in found ? [found.offset, size] : [found.from, found.to];
        const isWhole = 'head' in found;
        if (isWhole || to < size || !isLast) {
          const path = setAside(folder, 'damaged', `${segment.name}.${from}`, reader.read(from, to - from));
          notes.push(
            `${to - from} bytes of ${segment.path} are damaged, from byte ${from} on: the messages in them are not delivered; ${path} has a copy`,
          );
        }
        if (!isLast || to < size) continue;
        cut += to - from;
        last += LEFT_OUT;
        truncateSync(segment.path, from);
      }
    } finally {
      reader.close();
    }
  }
  for (const [key, { length }] of positions) if (length === 0) positions.delete(key);
  const oldest = modifiedAt(segments[0]?.path);
  return { segments, state: { ...state, last, positions }, lastMessage, oldest, cut, notes };
}

function modifiedAt(path: string | undefined): number {
  return (path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.mtimeMs) ?? Date.now();
}

/** Whether the last record of all lacks something of its messages: after a loss of power there may be zeros in it. */
function isTorn(reader: SegmentReader, { offset, head }: FoundRecord, size: number): boolean {
  if (offset + head.length !== size) return false;
  return head.messages.some((message) => {
    const bytes = reader.read(offset + message.offset, message.length);
    const end = Math.max(bytes.length - DIGEST_BYTES, 0);
    return !createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end));
  });
}
