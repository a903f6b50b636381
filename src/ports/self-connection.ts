import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { errorCode } from './ports-error.ts';

const LOOPBACK = '127.0.0.1';

/**
 * A connection of this process with itself, one end of which has the port. Both ends stay open, the listener does not.
 *
 * A port with a connection on it is passed over by bind(0) and by connect() (net/ipv4/inet_connection_sock.c,
 * inet_csk_find_open_port; net/ipv4/inet_hashtables.c, __inet_hash_connect), while a bind() that names it succeeds when
 * both sockets have SO_REUSEADDR and none of them listens. So nobody gets the port by chance, and the program that it
 * is kept for gets it by asking.
 */
export class SelfConnection {
  readonly #ends: readonly Socket[];

  constructor(ends: readonly Socket[]) {
    this.#ends = ends;
    for (const end of ends) {
      end.on('error', () => undefined); // the reset of the other end
      end.unref();
    }
  }

  /** Frees the port. A reset leaves no TIME_WAIT behind (RFC 9293, 3.10.4 ABORT). */
  async close(): Promise<void> {
    await Promise.all(
      this.#ends.map(async (end) => {
        if (end.closed) return;
        const closed = new Promise((resolve) => end.once('close', resolve));
        end.resetAndDestroy();
        await closed;
      }),
    );
  }
}

/**
 * Listens on a port, on every address, so that a server of anybody's on any address is noticed. Port 0: the system
 * chooses. Rejects with the system's error: EADDRINUSE, EACCES.
 */
export async function listen(port: number): Promise<{ server: Server; port: number }> {
  // Data stays unread in the kernel, for the reason that connectToSelf gives.
  const server = createServer({ pauseOnConnect: true });
  server.unref();
  server.listen({ port, exclusive: true }); // exclusive: a worker of node:cluster would get its primary's socket
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no address');
  return { server, port: address.port };
}

/** Connects with the listener, keeps the connection and closes the listener, also when it fails. */
export async function connectToSelf(server: Server, port: number): Promise<SelfConnection> {
  const accepted: Socket[] = [];
  const wasAccepted = new Promise<Socket>((resolve) => {
    server.on('connection', (socket) => {
      accepted.push(socket);
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
  try {
    const client = await connectFromSharedPort(port);
    await wasAccepted;
    let own = accepted.find((socket) => isOtherEnd(socket, client));
    while (own === undefined) {
      await once(server, 'connection'); // somebody else was quicker
      own = accepted.find((socket) => isOtherEnd(socket, client));
    }
    // A socket that is closed with unread data sends a reset (RFC 2525, 2.17): so there is no TIME_WAIT either when this
    // process is killed.
    client.write('\0');
    for (const stranger of accepted) if (stranger !== own) stranger.resetAndDestroy();
    return new SelfConnection([client, own]);
  } catch (error) {
    for (const socket of accepted) socket.resetAndDestroy();
    throw error;
  } finally {
    server.close();
  }
}

function isOtherEnd(accepted: Socket, client: Socket): boolean {
  return accepted.remotePort === client.localPort && accepted.remoteAddress?.endsWith(LOOPBACK) === true;
}

/** Local port of the clients' ends. One does for all of them, as the other ends differ: else every reservation took two. */
let sharedPort = 0;
/** Clients that are open. When none is, the port is anybody's again. */
let clients = 0;

async function connectFromSharedPort(port: number): Promise<Socket> {
  if (sharedPort !== 0 && sharedPort !== port) {
    try {
      return await connectFrom(sharedPort, port);
    } catch (error) {
      // Taken by others since our last connection was closed, or a system that does not share.
      if (!['EADDRINUSE', 'EADDRNOTAVAIL'].includes(errorCode(error))) throw error;
    }
  }
  const client = await connectFrom(0, port);
  sharedPort = client.localPort ?? 0;
  return client;
}

async function connectFrom(localPort: number, port: number): Promise<Socket> {
  const client = connect({ host: LOOPBACK, port, localAddress: LOOPBACK, localPort });
  await once(client, 'connect');
  clients++;
  client.once('close', () => {
    clients--;
    if (clients === 0) sharedPort = 0;
  });
  return client;
}
