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
const NOT_HEX = 0x80;
const HEX_DIGITS = new Uint8Array(256).fill(NOT_HEX);
for (const digits of ['0123456789ABCDEF', '0123456789abcdef']) {
  for (let value = 0; value < digits.length; value++) HEX_DIGITS[digits.charCodeAt(value)] = value;
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
  socket.localPort = hex(bytes, remoteAt - PORT_LENGTH + 1, 4);
  socket.remotePort = hex(bytes, stateAt - PORT_LENGTH + 1, 4);
  socket.state = hex(bytes, stateAt, 2);
  socket.sendQueue = hex(bytes, queuesAt, WORD_DIGITS);
  socket.receiveQueue = hex(bytes, queuesAt + WORD_DIGITS + 1, WORD_DIGITS);
  socket.uid = decimal(bytes, uidAt, uidEnd);
  socket.inode = decimal(bytes, inodeAt, inodeEnd);
  return (
    socket.localPort !== INVALID &&
    socket.remotePort !== INVALID &&
    socket.state !== INVALID &&
    socket.sendQueue !== INVALID &&
    socket.receiveQueue !== INVALID &&
    socket.uid !== INVALID &&
    socket.inode !== INVALID
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
    const native = hex(bytes, at + word * WORD_DIGITS, WORD_DIGITS);
    if (native === INVALID) return false;
    into[4 - words + word] = littleEndian ? swapBytes(native) : native;
  }
  return true;
}

function hex(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  let seen = 0;
  for (let index = at; index < at + digits; index++) {
    const digit = HEX_DIGITS[bytes[index] ?? 0] ?? NOT_HEX;
    seen |= digit;
    value = (value << 4) | digit;
  }
  return seen < NOT_HEX ? value >>> 0 : INVALID;
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
