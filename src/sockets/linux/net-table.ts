import type { RawSocket, SocketKind } from '../socket-table.ts';
import { LISTEN } from '../state.ts';
import { NEWLINE, parseNetRow } from './net-row.ts';

/**
 * Cuts /proc/net/{tcp,tcp6,udp,udp6} into rows as its pieces come in, over bytes: a table of 100,000 sockets is 15 MB of
 * text, and strings for its fields cost more than everything else together.
 */

/** Longest line kept while its end has not arrived yet; the kernel's are under 200 bytes. */
const MAX_LINE_BYTES = 4096;

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
  const { kind, littleEndian, onSocket } = options;
  const stopsEarly = options.listeningOnly && kind < 2;
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
  const carry = new Uint8Array(MAX_LINE_BYTES + 1);
  let carried = 0;
  let overlong = false;
  let stopped = false;
  let sawHeading = false;
  let skipped = 0;

  /** False when the reader has seen enough. */
  function takeLine(bytes: Uint8Array, start: number, stop: number): boolean {
    if (!sawHeading) {
      sawHeading = true;
      return true;
    }
    if (stop === start) return true;
    if (!parseNetRow(bytes, start, stop, addressWords, littleEndian, socket)) {
      skipped++;
      return true;
    }
    if (stopsEarly && socket.state !== LISTEN) {
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
          carry.set(bytes.subarray(start, newline + 1), carried);
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
