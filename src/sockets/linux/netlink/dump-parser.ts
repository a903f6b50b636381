import { noDetails, type RawDetails } from '../../socket-details.ts';
import type { RawSocket, SocketKind } from '../../socket-table.ts';
import { HEADER_BYTES, NLM_F_DUMP_INTR, NLMSG_DONE, NLMSG_ERROR, SOCK_DIAG_BY_FAMILY } from './constants.ts';
import { parseDiagMessage } from './diag-message.ts';

export interface DumpOptions {
  readonly kind: SocketKind;
  readonly sequence: number;
  readonly littleEndian: boolean;
  readonly onSocket: (socket: Readonly<RawSocket>, details: Readonly<RawDetails>) => void;
}

/** How a dump went so far. */
export interface DumpParser {
  /** Takes one datagram; false when the dump has ended and nothing more is to come. */
  take(datagram: Uint8Array): boolean;
  /** The kernel said that the table changed under it. */
  readonly interrupted: boolean;
  /** The error number with which the kernel refused or ended the dump, such as 2 (ENOENT); 0 when it did not. */
  readonly errno: number;
  /** Messages that were no socket of this table. */
  readonly skipped: number;
}

/**
 * Cuts the datagrams of a dump into messages (Documentation/userspace-api/netlink/intro.rst). Pure over bytes: whatever
 * they are, nothing is read beyond them, and nothing is thrown. The objects given to `onSocket` are reused.
 */
export function createDumpParser({ kind, sequence, littleEndian, onSocket }: DumpOptions): DumpParser {
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
  const details = noDetails();
  let interrupted = false;
  let errno = 0;
  let skipped = 0;

  return {
    take(datagram) {
      const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
      for (let at = 0; at + HEADER_BYTES <= view.byteLength;) {
        const length = view.getUint32(at, littleEndian);
        const stop = at + length;
        if (length < HEADER_BYTES || stop > view.byteLength) {
          skipped++; // cut off: where the next one begins cannot be known
          return true;
        }
        const type = view.getUint16(at + 4, littleEndian);
        // An answer to an earlier request, which was given up.
        if (view.getUint32(at + 8, littleEndian) === sequence) {
          if ((view.getUint16(at + 6, littleEndian) & NLM_F_DUMP_INTR) !== 0) interrupted = true;
          if (type === NLMSG_DONE || type === NLMSG_ERROR) {
            // Both carry an int: 0, or an error number below it.
            errno = length >= HEADER_BYTES + 4 ? Math.abs(view.getInt32(at + HEADER_BYTES, littleEndian)) : 0;
            return false;
          }
          const isSocket =
            type === SOCK_DIAG_BY_FAMILY &&
            parseDiagMessage(view, at + HEADER_BYTES, stop, littleEndian, kind, socket, details);
          if (isSocket) onSocket(socket, details);
          else skipped++;
        }
        at += (length + 3) & ~3; // NLMSG_ALIGNTO
        if (at < stop) return true; // a length near 2^32 went around
      }
      return true;
    },
    get interrupted() {
      return interrupted;
    },
    get errno() {
      return errno;
    },
    get skipped() {
      return skipped;
    },
  };
}
