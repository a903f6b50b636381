import { Socket } from 'node:net';
import type { Endpoint } from '../endpoint.ts';
import type { AttemptEnded, Connector } from './connector.ts';
import { isSameAddress } from './same-address.ts';

/** Attempts by Node's own sockets. */
export class SocketConnector implements Connector {
  readonly name = 'ordinary';
  readonly #ended: AttemptEnded;
  readonly #sockets: (ProbeSocket | undefined)[] = [];
  readonly #stackTraceLimit = Error.stackTraceLimit;

  constructor(ended: AttemptEnded) {
    this.#ended = ended;
    // Each refused connection makes an Error, and its stack is a quarter of the work.
    Error.stackTraceLimit = 0;
  }

  connect(slot: number, endpoint: Endpoint): void {
    const socket = new ProbeSocket(slot, endpoint, this);
    this.#sockets[slot] = socket;
    socket.on('connect', connected);
    socket.on('error', failed);
    socket.connect({ host: endpoint.address, port: endpoint.port });
  }

  abandon(slot: number): void {
    const socket = this.#sockets[slot];
    this.#sockets[slot] = undefined;
    socket?.destroy();
  }

  close(): void {
    for (const slot of this.#sockets.keys()) this.abandon(slot);
    Error.stackTraceLimit = this.#stackTraceLimit;
  }

  /** Called by the socket, which may be an abandoned one. */
  settle(socket: ProbeSocket, code: string | null, ownPort: number): void {
    if (this.#sockets[socket.slot] !== socket) return;
    this.#sockets[socket.slot] = undefined;
    this.#ended(socket.slot, code, ownPort);
  }
}

/** Knows its attempt, so that all sockets share their listeners. */
class ProbeSocket extends Socket {
  readonly slot: number;
  readonly endpoint: Endpoint;
  readonly connector: SocketConnector;

  constructor(slot: number, endpoint: Endpoint, connector: SocketConnector) {
    super();
    this.slot = slot;
    this.endpoint = endpoint;
    this.connector = connector;
  }
}

function connected(this: ProbeSocket): void {
  const { localAddress, localPort } = this;
  const hasOneAddress = isSameAddress(localAddress ?? '', this.endpoint.address);
  // A reset leaves no TIME-WAIT on our side (RFC 9293 section 3.10.4), of which a scan would fill a table.
  this.resetAndDestroy();
  this.connector.settle(this, null, hasOneAddress ? (localPort ?? 0) : 0);
}

function failed(this: ProbeSocket, error: NodeJS.ErrnoException): void {
  this.destroy();
  this.connector.settle(this, error.code ?? 'UNKNOWN', 0);
}
