import { openInput, type Input } from '../../traffic/input/open-input.ts';
import type { Positions } from '../spool/record.ts';
import { beginningOf, decodeRecord, keyOf, PRINT_BYTES, type FileRecord } from './file-record.ts';
import { Print } from './print.ts';

const PIECE_BYTES = 1024 * 1024;

/** How a file compares with what was stored. */
export type Known =
  | { readonly state: 'new'; readonly key: string }
  /** All of it, and nothing came after. */
  | { readonly state: 'same'; readonly key: string; readonly record: FileRecord }
  /** It begins with all that was stored, and goes on; or was not read to its end then. */
  | { readonly state: 'continued'; readonly key: string; readonly record: FileRecord }
  /** It begins like one that was stored, and ends before it. */
  | { readonly state: 'shorter'; readonly key: string; readonly record: FileRecord }
  /** A pipe: what was read is gone, and cannot be compared. */
  | { readonly state: 'unknowable' };

interface Candidate {
  readonly key: string;
  readonly record: FileRecord;
}

/** Compares a file, unpacked, with the records of those that were stored. Rejects with InputError. */
export async function lookUp(path: string, positions: Positions): Promise<Known> {
  if (path === '-') return { state: 'unknowable' };
  const input = await openInput(path);
  try {
    if (input.path === null) return { state: 'unknowable' };
    return await compare(input, positions);
  } finally {
    input.close();
  }
}

/** The key for a file that is stored though it was before. */
export async function newKeyOf(path: string, positions: Positions): Promise<Known> {
  const known = await lookUp(path, positions);
  if (known.state === 'unknowable' || known.state === 'new') return known;
  const beginning = beginningOf(known.key);
  if (beginning === null) return known;
  for (let number = 1; ; number++) {
    const key = keyOf(beginning, number);
    if (!positions.has(key)) return { state: 'new', key };
  }
}

async function compare(input: Input, positions: Positions): Promise<Known> {
  const print = new Print();
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let isAtEnd = false;
  /** Reads on up to a place, exactly. */
  const readTo = async (place: number): Promise<void> => {
    while (!isAtEnd && print.length < place) {
      const count = await input.read(piece.subarray(0, Math.min(place - print.length, PIECE_BYTES)));
      if (count === 0) isAtEnd = true;
      else print.add(piece.subarray(0, count));
    }
  };
  await readTo(PRINT_BYTES);
  const candidates = candidatesOf(print, positions);
  let found: Known | null = null;
  for (const { key, record } of candidates.sort((a, b) => a.record.length - b.record.length)) {
    if (record.length < print.length && record.length <= PRINT_BYTES) {
      // All of it was its beginning, which is the same.
      found = { state: 'continued', key, record };
      continue;
    }
    await readTo(record.length);
    if (print.length < record.length) {
      found ??= { state: 'shorter', key, record };
      continue;
    }
    if (print.tail !== record.tail) continue;
    await readTo(record.length + 1);
    const isSame = isAtEnd && record.isWhole;
    found = { state: isSame ? 'same' : 'continued', key, record };
  }
  if (found !== null) return found;
  const beginning = print.length >= PRINT_BYTES ? print.beginning() : print.beginning(print.length);
  let number = 0;
  while (positions.has(keyOf(beginning, number))) number++;
  return { state: 'new', key: keyOf(beginning, number) };
}

/** Records of files that begin as this one does. */
function candidatesOf(print: Print, positions: Positions): Candidate[] {
  const hashes = new Map<number, string>();
  const candidates: Candidate[] = [];
  for (const [key, bytes] of positions) {
    const beginning = beginningOf(key);
    if (beginning === null || beginning.length > print.length) continue;
    const hash = hashes.get(beginning.length) ?? print.beginning(beginning.length).hash;
    hashes.set(beginning.length, hash);
    const record = hash === beginning.hash ? decodeRecord(bytes) : null;
    if (record !== null) candidates.push({ key, record });
  }
  return candidates;
}
