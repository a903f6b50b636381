import { createSocket, type RemoteInfo, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { InputError, systemCode } from './input-error.ts';
import { kernelDrops } from './kernel-drops.ts';
import { SyslogFraming } from './syslog-framing.ts';

/** Asked of the kernel, which gives at most net.core.rmem_max of it. */
const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024;
const MAX_CONNECTIONS = 256;
/** A sender that says nothing for so long has gone. */
const IDLE_MS = 60 * 60 * 1000;

export interface ListenOptions {
  /** Numeric; by default loopback, so that nobody else can send. `0.0.0.0` takes all of IPv4, `::` all of IPv6. */
  readonly address?: string;
  /** 0: any free one. */
  readonly port: number;
  /** A datagram, or a syslog message without its end, valid during the call only; and the address of its sender. */
  readonly onMessage: (message: Buffer, sender: string) => void;
  /** A connection is not read on before this has come to pass; null: it is at once. Datagrams cannot wait. */
  readonly ready?: () => Promise<void> | null;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly counts: ListenCounts;
  /** What whoever reads the report must know. */
  readonly notes: ReadonlySet<string>;
  close(): Promise<void>;
}

export interface ListenCounts {
  readonly messages: number;
  readonly bytes: number;
  /** Datagrams the kernel threw away because they came too fast; null where it does not say. */
  readonly kernelDrops: number | null;
  /** Connections there are, and those refused because there were too many. */
  readonly connections: number;
  readonly refused: number;
  /** Messages that were cut, because they were too long. */
  readonly cut: number;
}

/** Datagrams of syslog (RFC 5426; port 514), NetFlow (2055) or IPFIX (4739): one message each. Rejects with InputError. */
export async function listenDatagrams({ address = '127.0.0.1', port, onMessage }: ListenOptions): Promise<Listener> {
  const family = isIPv6(address) ? 'IPv6' : 'IPv4';
  const socket = createSocket({ type: family === 'IPv6' ? 'udp6' : 'udp4', ipv6Only: family === 'IPv6' });
  const notes = new Set<string>();
  let messages = 0;
  let bytes = 0;
  socket.on('message', (message: Buffer, { address: sender }: RemoteInfo) => {
    messages++;
    bytes += message.length;
    onMessage(message, sender);
  });
  await bound(socket, 'UDP', address, port, () => socket.bind({ address, port, exclusive: true }));
  socket.on('error', (error) => notes.add(`receiving datagrams failed: ${error.message}`));
  enlargeBuffer(socket, notes);
  const own = socket.address();
  let lastDrops = kernelDrops(family, own.port);
  let isClosed = false;
  return {
    address: own.address,
    port: own.port,
    notes,
    get counts() {
      if (!isClosed) lastDrops = kernelDrops(family, own.port);
      return { messages, bytes, kernelDrops: lastDrops, connections: 0, refused: 0, cut: 0 };
    },
    async close() {
      if (isClosed) return;
      lastDrops = kernelDrops(family, own.port);
      isClosed = true;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Syslog over TCP (RFC 6587; often port 514 or 601). Rejects with InputError. */
export async function listenConnections({
  address = '127.0.0.1',
  port,
  onMessage,
  ready,
}: ListenOptions): Promise<Listener> {
  const notes = new Set<string>();
  const connections = new Set<Socket>();
  let [messages, bytes, refused, cut] = [0, 0, 0, 0];
  const server = createServer((connection) => {
    if (connections.size >= MAX_CONNECTIONS) {
      refused++;
      notes.add(`more than ${MAX_CONNECTIONS} connections at a time: the others were refused`);
      connection.destroy();
      return;
    }
    connections.add(connection);
    const sender = connection.remoteAddress ?? '';
    const framing = new SyslogFraming((message) => {
      messages++;
      onMessage(message, sender);
    });
    connection.setTimeout(IDLE_MS, () => connection.destroy());
    connection.on('data', (piece: Buffer) => {
      bytes += piece.length;
      framing.push(piece);
      const waiting = ready?.() ?? null;
      if (waiting === null) return;
      connection.pause();
      void waiting.finally(() => connection.resume());
    });
    // A sender that resets its connection is not worth a word; what it sent counts.
    connection.on('error', () => undefined);
    connection.on('close', () => {
      framing.end();
      cut += framing.cut;
      connections.delete(connection);
    });
  });
  await bound(server, 'TCP', address, port, () => server.listen({ host: address, port, ipv6Only: isIPv6(address) }));
  server.on('error', (error) => notes.add(`accepting connections failed: ${error.message}`));
  const own = server.address();
  return {
    address: own !== null && typeof own === 'object' ? own.address : address,
    port: own !== null && typeof own === 'object' ? own.port : port,
    notes,
    get counts() {
      return { messages, bytes, kernelDrops: null, connections: connections.size, refused, cut };
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

async function bound(
  socket: DatagramSocket | Server,
  transport: string,
  address: string,
  port: number,
  bind: () => void,
): Promise<void> {
  const listening = once(socket, 'listening');
  try {
    bind();
    await listening;
  } catch (error) {
    throw new InputError(`cannot listen on ${address}, ${transport} port ${port}: ${reasonOf(error, port)}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown, port: number): string {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return `it is taken (portolan who ${port} says by whom); choose another, or end that one`;
    case 'EACCES':
      return 'no right to ports this low: choose one above 1023 and send to that, or run with sudo';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address: name one of its own, or 0.0.0.0 for all';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function enlargeBuffer(socket: DatagramSocket, notes: Set<string>): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    const given = socket.getRecvBufferSize();
    if (given >= RECEIVE_BUFFER_BYTES) return;
    notes.add(
      `the receive buffer is ${Math.round(given / 1024)} KiB, and bursts may be lost: sysctl -w net.core.rmem_max=${RECEIVE_BUFFER_BYTES}`,
    );
  } catch (error) {
    notes.add(`the receive buffer could not be enlarged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
