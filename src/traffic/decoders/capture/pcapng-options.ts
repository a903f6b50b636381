/** Options of pcapng's blocks: code 2, length 2, value, padding to 4 bytes; code 0 ends them. */
import { DIRECTION } from '../../event-batch.ts';
import { u16In, u32In } from './octets.ts';

export interface CaptureInterface {
  readonly linkType: number;
  /** 0 is unlimited. */
  readonly snapLength: number;
  readonly ticksPerSecond: number;
  /** Seconds to add. */
  readonly offset: number;
}

const MAX_OPTIONS = 256;
const END = 0;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
const PACKET_FLAGS = 2;

/** An interface description; its body lies from `at` to `end`. */
export function readInterface(bytes: Uint8Array, at: number, end: number, isLittleEndian: boolean): CaptureInterface {
  const options = at + 8;
  const resolution = findOption(bytes, options, end, isLittleEndian, TIME_RESOLUTION, 1);
  const offset = findOption(bytes, options, end, isLittleEndian, TIME_OFFSET, 8);
  return {
    linkType: u16In(bytes, at, isLittleEndian),
    snapLength: u32In(bytes, at + 4, isLittleEndian),
    ticksPerSecond: resolution === -1 ? 1e6 : ticksPerSecond(bytes[resolution] ?? 0),
    offset: offset === -1 ? 0 : signed64(bytes, offset, isLittleEndian),
  };
}

/** The direction that an enhanced packet's flags (bits 0 and 1) say: 1 inbound, 2 outbound. */
export function readFlags(bytes: Uint8Array, at: number, end: number, isLittleEndian: boolean): number {
  const value = findOption(bytes, at, end, isLittleEndian, PACKET_FLAGS, 4);
  const bits = value === -1 ? 0 : u32In(bytes, value, isLittleEndian) & 3;
  return bits === 1 ? DIRECTION.in : bits === 2 ? DIRECTION.out : DIRECTION.unknown;
}

/** Where the value of an option of `length` bytes is; -1 where there is none. */
function findOption(
  bytes: Uint8Array,
  start: number,
  end: number,
  isLittleEndian: boolean,
  wanted: number,
  wantedLength: number,
): number {
  let at = start;
  for (let count = 0; count < MAX_OPTIONS && at + 4 <= end; count++) {
    const code = u16In(bytes, at, isLittleEndian);
    const length = u16In(bytes, at + 2, isLittleEndian);
    if (code === END || at + 4 + length > end) return -1;
    if (code === wanted && length === wantedLength) return at + 4;
    at += 4 + ((length + 3) & ~3);
  }
  return -1;
}

/** A power of 10, or with the highest bit of 2. */
function ticksPerSecond(resolution: number): number {
  return (resolution & 0x80) === 0 ? 10 ** resolution : 2 ** (resolution & 0x7f);
}

function signed64(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  const low = u32In(bytes, isLittleEndian ? at : at + 4, isLittleEndian);
  const high = u32In(bytes, isLittleEndian ? at + 4 : at, isLittleEndian) | 0;
  return high * 2 ** 32 + low;
}
