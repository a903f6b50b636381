import type { RawSocket, SocketKind } from '../socket-table.ts';
import { LISTEN } from '../state.ts';

/**
 * Parser of /proc/net/{tcp,tcp6,udp,udp6}, over bytes: a table of 100,000 sockets is 15 MB of text, and strings for
 * its fields cost more than everything else together. The columns (net/ipv4/tcp_ipv4.c, get_tcp4_sock):
 *
 *   sl: local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
 *   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 ...
 */
const NEWLINE = 10;
const SPACE = 32;
const COLON = 58;

/** Longest line kept while its end has not arrived yet; the kernel's are under 200 bytes. */
const MAX_LINE_BYTES = 4096;

/** Largest uid and largest socket inode: both are 32 bits wide. */
const MAX_DECIMAL = 0xffffffff;

export interface NetTableParser {
  /** Takes the next piece of the file; false when nothing more is wanted. */
  take(bytes: Uint8Array, length: number): boolean;
  /** The file ended. The kernel ends every line, so a rest without its end was cut off and counts as skipped. */
  finish(): void;
  /** Lines that were not socket rows, the heading not counted. */
  readonly skipped: number;
}

export interface NetTableOptions {
  readonly kind: SocketKind;
  /** Byte order of the machine that wrote the table: the kernel prints addresses as native 32-bit words. */
  readonly littleEndian: boolean;
  /** Stop at the first row that is not listening: TCP tables print all listening sockets first. */
  readonly listeningOnly: boolean;
  readonly onSocket: (socket: Readonly<RawSocket>) => void;
}

/** Makes a parser for one table. The object given to `onSocket` is reused: copy what is to be kept. */
export function createNetTableParser(options: NetTableOptions): NetTableParser {
  const { kind, onSocket } = options;
  const isTcp = kind < 2;
  const addressWords = (kind & 1) === 0 ? 1 : 4;
  const socket: RawSocket = {
    kind,
    state: 0,
    local: [0, 0, 0, 0],
    localPort: 0,
    remote: [0, 0, 0, 0],
    remotePort: 0,
    receiveQueue: 0,
    sendQueue: 0,
    uid: 0,
    inode: 0,
  };
  const carry = new Uint8Array(MAX_LINE_BYTES);
  let carried = 0;
  let overlong = false;
  let stopped = false;
  let sawHeading = false;
  let skipped = 0;

  let line: Uint8Array = carry;
  let at = 0;
  let end = 0;
  let failed = false;

  function skipSpaces(): void {
    while (at < end && line[at] === SPACE) at++;
  }

  function skipWord(): void {
    skipSpaces();
    while (at < end && line[at] !== SPACE) at++;
  }

  function hex(digits: number): number {
    let value = 0;
    for (let count = 0; count < digits; count++) {
      const digit = at < end ? hexDigit(line[at] ?? 0) : -1;
      if (digit < 0) {
        failed = true;
        return 0;
      }
      value = (value << 4) | digit;
      at++;
    }
    return value >>> 0;
  }

  function decimal(): number {
    skipSpaces();
    let value = 0;
    const start = at;
    for (; at < end; at++) {
      const digit = (line[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    // A number that something else than a space ends is a damaged line, however well it began.
    if (at === start || value > MAX_DECIMAL || (at < end && line[at] !== SPACE)) failed = true;
    return value;
  }

  function expect(byte: number): void {
    if (at < end && line[at] === byte) at++;
    else failed = true;
  }

  function address(into: [number, number, number, number]): number {
    skipSpaces();
    for (let word = 4 - addressWords; word < 4; word++) {
      const native = hex(8);
      into[word] = options.littleEndian ? swapBytes(native) : native;
    }
    expect(COLON);
    return hex(4);
  }

  /** False when the reader has seen enough. */
  function takeLine(bytes: Uint8Array, start: number, stop: number): boolean {
    if (!sawHeading) {
      sawHeading = true;
      return true;
    }
    if (stop === start) return true;
    line = bytes;
    at = start;
    end = stop;
    failed = false;
    skipWord(); // sl:
    socket.localPort = address(socket.local);
    socket.remotePort = address(socket.remote);
    skipSpaces();
    socket.state = hex(2);
    skipSpaces();
    socket.sendQueue = hex(8);
    expect(COLON);
    socket.receiveQueue = hex(8);
    skipWord(); // timer
    skipWord(); // retransmits
    socket.uid = decimal();
    skipWord(); // timeout
    socket.inode = decimal();
    if (failed) {
      skipped++;
      return true;
    }
    if (options.listeningOnly && isTcp && socket.state !== LISTEN) {
      stopped = true;
      return false;
    }
    onSocket(socket);
    return true;
  }

  return {
    take(bytes, length) {
      let start = 0;
      for (;;) {
        const newline = bytes.indexOf(NEWLINE, start);
        if (newline === -1 || newline >= length) break;
        const whole = carried + newline - start;
        if (overlong || whole > MAX_LINE_BYTES) {
          overlong = false;
          sawHeading = true; // whatever it was, the rows begin behind it
          skipped++;
        } else if (carried > 0) {
          carry.set(bytes.subarray(start, newline), carried);
          if (!takeLine(carry, 0, whole)) return false;
        } else if (!takeLine(bytes, start, newline)) return false;
        carried = 0;
        start = newline + 1;
      }
      const rest = length - start;
      if (carried + rest > MAX_LINE_BYTES) {
        overlong = true;
        carried = 0;
      } else if (!overlong) {
        carry.set(bytes.subarray(start, length), carried);
        carried += rest;
      }
      return true;
    },
    finish() {
      if (!stopped && (overlong || carried > 0)) skipped++;
      overlong = false;
      carried = 0;
    },
    get skipped() {
      return skipped;
    },
  };
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 65 && byte <= 70) return byte - 55;
  if (byte >= 97 && byte <= 102) return byte - 87;
  return -1;
}

function swapBytes(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
