import type { Random } from '../../bench/traffic/random.ts';

const MAX_BYTES = 65_536;
const MOST_CHANGES = 8;
/** Where counts and lengths go wrong. */
const EDGES = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 1023, 4096, 32_767, 32_768, 65_535];
const LARGE = [0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const NUMBERS = [
  '0',
  '-1',
  '65535',
  '65536',
  '4294967296',
  '99999999999999999999',
  '1e309',
  'NaN',
  '0x7f',
  '2026-13-45',
];
const HOSTILE = [
  '\0',
  '\n',
  '\r\n',
  '"',
  "'",
  '\\',
  '{',
  '[',
  ']',
  '}',
  '<',
  '&',
  '%',
  ',',
  '=',
  ':',
  '\u001b[2J',
  '\xff\xfe',
];

type Change = (bytes: Buffer, random: Random, other: Uint8Array) => Buffer;

/** An input like `seed` with some changes, of which parts may come from `other`. At most 64 KiB, or twice the seed. */
export function mutate(seed: Uint8Array, other: Uint8Array, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const most = Math.max(MAX_BYTES, 2 * seed.length);
  const changes = random.between(1, MOST_CHANGES);
  for (let change = 0; change < changes; change++) {
    bytes = random.pick(CHANGES)(bytes, random, other);
    if (bytes.length > most) bytes = bytes.subarray(0, most);
  }
  return bytes;
}

const CHANGES: readonly Change[] = [
  (bytes, random) => overwrite(bytes, random, [1 << random.between(0, 7)], (old, now) => old ^ now),
  (bytes, random) => overwrite(bytes, random, [random.between(0, 255)]),
  (bytes, random) => overwrite(bytes, random, numberBytes(random)),
  (bytes, random) => overwrite(bytes, random, numberBytes(random).toReversed()),
  (bytes, random) => insert(bytes, random, Buffer.from(random.pick(HOSTILE), 'latin1')),
  (bytes, random) => insert(bytes, random, partOf(bytes, random)),
  (bytes, random) =>
    insert(
      bytes,
      random,
      Buffer.concat(Array.from({ length: random.between(2, 400) }, () => partOf(bytes, random, 8))),
    ),
  (bytes, random, other) => insert(bytes, random, partOf(other, random)),
  (bytes, random, other) => Buffer.concat([bytes.subarray(0, random.between(0, bytes.length)), partOf(other, random)]),
  (bytes, random) => remove(bytes, random.between(0, bytes.length), random.between(1, 16)),
  (bytes, random) => remove(bytes, random.between(0, bytes.length), random.between(1, bytes.length + 1)),
  (bytes, random) => bytes.subarray(0, random.between(0, bytes.length)),
  exchangeNumber,
  exchangeWord,
];

/** Another number in the place of one that is written out. */
function exchangeNumber(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const numbers = [...text.matchAll(/\d+/g)].slice(0, 500);
  if (numbers.length === 0) return bytes;
  const { index, 0: found } = random.pick(numbers);
  const number = random.next() < 0.5 ? random.pick(NUMBERS) : String(random.pick(EDGES));
  return Buffer.from(text.slice(0, index) + number + text.slice(index + found.length), 'latin1');
}

/** A word of another input in the place of one of this. */
function exchangeWord(bytes: Buffer, random: Random, other: Uint8Array): Buffer {
  const text = bytes.toString('latin1');
  const [ours, theirs] = [text, Buffer.from(other).toString('latin1')].map((one) =>
    [...one.matchAll(/[\w.-]+/g)].slice(0, 500),
  );
  if (ours === undefined || theirs === undefined || ours.length === 0 || theirs.length === 0) return bytes;
  const { index, 0: found } = random.pick(ours);
  return Buffer.from(text.slice(0, index) + random.pick(theirs)[0] + text.slice(index + found.length), 'latin1');
}

function overwrite(
  bytes: Buffer,
  random: Random,
  values: readonly number[],
  join = (_: number, now: number): number => now,
): Buffer {
  const at = random.between(0, Math.max(bytes.length - 1, 0));
  for (const [place, value] of values.entries()) {
    const old = bytes[at + place];
    if (old !== undefined) bytes[at + place] = join(old, value);
  }
  return bytes;
}

/** Big-endian, of one, two or four bytes. */
function numberBytes(random: Random): number[] {
  const value = random.next() < 0.3 ? random.pick(LARGE) : random.pick(EDGES);
  const all = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  return all.slice(-random.pick([1, 2, 4]));
}

function insert(bytes: Buffer, random: Random, part: Uint8Array): Buffer {
  const at = random.between(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

function remove(bytes: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

function partOf(bytes: Uint8Array, random: Random, most = 512): Uint8Array {
  const at = random.between(0, bytes.length);
  return bytes.subarray(at, at + random.between(1, most));
}
