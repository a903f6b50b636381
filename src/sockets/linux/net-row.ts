import type { RawSocket } from '../socket-table.ts';

/**
 * One row of /proc/net/{tcp,tcp6,udp,udp6}, over bytes. The kernel prints it with a fixed layout from the colon on
 * (net/ipv4/tcp_ipv4.c, get_tcp4_sock; IPv6 addresses are four words instead of one):
 *
 *   sl: local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
 *   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 ...
 */
export const NEWLINE = 10;
const SPACE = 32;
const COLON = 58;

const WORD_DIGITS = 8;
/** `:1F90 ` between the beginnings of two addresses. */
const PORT_LENGTH = 6;
/** `0A `. */
const STATE_LENGTH = 3;
/** `00000000:00000000 `. */
const QUEUES_LENGTH = 18;
/** `00:00000000 00000000 `. */
const TIMER_LENGTH = 21;

/** Largest uid and largest socket inode: both are 32 bits wide. */
const MAX_DECIMAL = 0xffffffff;

const INVALID = -1;
/** Values of hexadecimal digits by their byte; all other bytes are negative, and so is every number made with them. */
const HEX = new Int8Array(256).fill(INVALID);
for (const digits of ['0123456789ABCDEF', '0123456789abcdef']) {
  for (let value = 0; value < digits.length; value++) HEX[digits.charCodeAt(value)] = value;
}

/**
 * Fills in everything of `socket` but its kind from the row that begins at `start` and ends before `end`, where a line
 * end must stand. False when it is not such a row; `socket` may be half filled then.
 */
export function parseNetRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  addressWords: 1 | 4,
  littleEndian: boolean,
  socket: RawSocket,
): boolean {
  let colonAt = start;
  while (colonAt < end && bytes[colonAt] !== COLON) colonAt++;
  const localAt = colonAt + 2;
  const remoteAt = localAt + addressWords * WORD_DIGITS + PORT_LENGTH;
  const stateAt = remoteAt + addressWords * WORD_DIGITS + PORT_LENGTH;
  const queuesAt = stateAt + STATE_LENGTH;
  const uidAt = skipSpaces(bytes, queuesAt + QUEUES_LENGTH + TIMER_LENGTH);
  const uidEnd = endOfWord(bytes, uidAt);
  const timeoutEnd = endOfWord(bytes, skipSpaces(bytes, uidEnd));
  const inodeAt = skipSpaces(bytes, timeoutEnd);
  const inodeEnd = endOfWord(bytes, inodeAt);
  if (inodeEnd > end) return false;
  if (bytes[localAt - 1] !== SPACE || bytes[remoteAt - 1] !== SPACE || bytes[stateAt - 1] !== SPACE) return false;
  if (bytes[queuesAt - 1] !== SPACE || bytes[queuesAt + QUEUES_LENGTH - 1] !== SPACE) return false;
  if (bytes[remoteAt - PORT_LENGTH] !== COLON || bytes[stateAt - PORT_LENGTH] !== COLON) return false;
  if (bytes[queuesAt + WORD_DIGITS] !== COLON) return false;

  if (!readAddress(bytes, localAt, addressWords, littleEndian, socket.local)) return false;
  if (!readAddress(bytes, remoteAt, addressWords, littleEndian, socket.remote)) return false;
  socket.localPort = hex4(bytes, remoteAt - PORT_LENGTH + 1);
  socket.remotePort = hex4(bytes, stateAt - PORT_LENGTH + 1);
  socket.state = hex2(bytes, stateAt);
  socket.sendQueue = hex8(bytes, queuesAt);
  socket.receiveQueue = hex8(bytes, queuesAt + WORD_DIGITS + 1);
  socket.uid = decimal(bytes, uidAt, uidEnd);
  socket.inode = decimal(bytes, inodeAt, inodeEnd);
  return (
    socket.localPort >= 0 &&
    socket.remotePort >= 0 &&
    socket.state >= 0 &&
    socket.sendQueue >= 0 &&
    socket.receiveQueue >= 0 &&
    socket.uid >= 0 &&
    socket.inode >= 0
  );
}

function readAddress(
  bytes: Uint8Array,
  at: number,
  words: 1 | 4,
  littleEndian: boolean,
  into: [number, number, number, number],
): boolean {
  for (let word = 0; word < words; word++) {
    const native = hex8(bytes, at + word * WORD_DIGITS);
    if (native < 0) return false;
    into[4 - words + word] = littleEndian ? swapBytes(native) : native;
  }
  return true;
}

/** Eight digits; negative when one of them is none. */
function hex8(bytes: Uint8Array, at: number): number {
  const high = hex4(bytes, at);
  const low = hex4(bytes, at + 4);
  return (high | low) < 0 ? INVALID : high * 0x10000 + low;
}

function hex4(bytes: Uint8Array, at: number): number {
  return (hex2(bytes, at) << 8) | hex2(bytes, at + 2);
}

function hex2(bytes: Uint8Array, at: number): number {
  return ((HEX[bytes[at] ?? 0] ?? INVALID) << 4) | (HEX[bytes[at + 1] ?? 0] ?? INVALID);
}

function decimal(bytes: Uint8Array, start: number, end: number): number {
  let value = start === end ? INVALID : 0;
  for (let index = start; index < end; index++) {
    const digit = (bytes[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return INVALID;
    value = value * 10 + digit;
  }
  return value <= MAX_DECIMAL ? value : INVALID;
}

function skipSpaces(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** Where the next space or the line end stands. */
function endOfWord(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== SPACE && bytes[at] !== NEWLINE) at++;
  return at;
}

function swapBytes(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
