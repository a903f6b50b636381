import { NETLINK_SOCK_DIAG } from '../../sockets/linux/netlink/constants.ts';
import { NetlinkError, type NetlinkTransport } from '../../sockets/linux/netlink/read-tables.ts';
import type { OpenSocket, RawNetlinkSocket } from './netlink-package.ts';

/** The kernel makes datagrams of a dump as large as the reader's buffer, up to this (netlink_dump in af_netlink.c). */
const RECEIVE_BYTES = 32_768;
/** The kernel answers from memory: silence means that nobody will. */
const SILENCE_MILLISECONDS = 5000;

export interface OpenTransport extends NetlinkTransport {
  close(): Promise<void>;
}

/** Opens a netlink socket in the network namespace of this process. Throws NetlinkError where that is refused. */
export function openTransport(open: OpenSocket): OpenTransport {
  let socket: RawNetlinkSocket;
  try {
    socket = open(NETLINK_SOCK_DIAG, RECEIVE_BYTES);
  } catch (error) {
    throw toNetlinkError(error);
  }
  let receive: (datagram: Uint8Array) => void = ignore;
  let fail: (error: unknown) => void = ignore;
  socket.on('message', (datagram) => receive(datagram));
  socket.on('truncatedMessage', () => fail('a datagram was cut off'));
  socket.on('error', (error) => fail(error));

  return {
    async dump(request, take) {
      let timer: NodeJS.Timeout | null = null;
      try {
        await new Promise<void>((resolve, reject) => {
          const beSilent = (): void => reject(new NetlinkError('the kernel does not answer'));
          timer = setTimeout(beSilent, SILENCE_MILLISECONDS);
          fail = (error) => reject(toNetlinkError(error));
          receive = (datagram) => {
            timer?.refresh();
            try {
              if (!take(datagram)) resolve();
            } catch (error) {
              reject(error); // not through native code, which would end the process
            }
          };
          socket.send(request, {}, (error) => {
            if (error !== undefined) reject(toNetlinkError(error));
          });
        });
      } finally {
        if (timer !== null) clearTimeout(timer);
        receive = ignore;
        fail = ignore;
      }
    },
    async close() {
      // Never inside one of the socket's own callbacks: the native side still works on it when they return.
      await new Promise(setImmediate);
      socket.close();
    },
  };
}

function ignore(): void {}

function toNetlinkError(error: unknown): NetlinkError {
  return new NetlinkError(error instanceof Error ? error.message : String(error));
}
