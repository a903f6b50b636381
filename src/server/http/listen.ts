/** Opens the doors; this file touches the network. */
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { AppEnv } from './door.ts';
import { refuseRestOfBody } from './refused-body.ts';

/** What slow or many clients may take. */
const LIMITS = {
  headersTimeout: 10_000,
  /** Of a whole request; a body has its own, which is shorter. */
  requestTimeout: 90_000,
  /** Sensors send every second or so: their connections stay open in between. */
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};
/** More are closed at once. */
const MAX_CONNECTIONS = 4096;
/** A path of a Unix socket, with its zero byte (unix(7)). */
const MAX_SOCKET_PATH = 107;

export interface TlsFiles {
  /** PEM. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** A door that is open. */
export interface Listening {
  /** For people: `https://192.0.2.1:7654`. */
  readonly name: string;
  readonly port: number | null;
  /** Another certificate for the connections to come; nothing where there is no TLS. */
  renew(tls: TlsFiles): void;
  /** Takes no new connections, and resolves when all requests are answered; `atOnce` does not wait for them. */
  close(atOnce: boolean): Promise<void>;
}

/** It cannot be listened there; the message says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Port 0 takes any. Throws ListenError. */
export async function listenTcp(
  app: Hono<AppEnv>,
  host: string,
  port: number,
  tls: TlsFiles | null,
): Promise<Listening> {
  const server = serverOf(app, tls);
  await opened(server, () => server.listen({ host, port, exclusive: true }), `${host} port ${port}`);
  const { port: taken } = server.address() as AddressInfo;
  const name = `http${tls === null ? '' : 's'}://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  return doorOf(server, name, taken);
}

/** For the owner of the socket's file alone. A file that nobody listens on any more is replaced. Throws ListenError. */
export async function listenUnix(app: Hono<AppEnv>, path: string): Promise<Listening> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new ListenError(
      `${path} is too long for a Unix socket (${MAX_SOCKET_PATH} bytes); give the store a shorter path`,
    );
  }
  if (await isListenedOn(path)) throw new ListenError(`another portolan serve listens on ${path} already`);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) rmSync(path, { force: true });
  const server = serverOf(app, null);
  // Between listening and chmod nobody else can open it either.
  const before = process.umask(0o177);
  try {
    await opened(server, () => server.listen(path), path);
  } finally {
    process.umask(before);
  }
  chmodSync(path, 0o600);
  return doorOf(server, `unix:${path}`, null);
}

function serverOf(app: Hono<AppEnv>, tls: TlsFiles | null): Server | SecureServer {
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    refuseRestOfBody(request, response);
    void listener(request, response);
  };
  const server =
    tls === null
      ? createServer(LIMITS, answer)
      : createSecureServer({ ...LIMITS, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, answer);
  server.maxConnections = MAX_CONNECTIONS;
  // What is no HTTP gets 400 from Node itself and is cut off; there is nothing to tell.
  return server;
}

function opened(server: Server | SecureServer, listen: () => void, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = { EADDRINUSE: 'something else listens there', EACCES: 'this user may not' }[error.code ?? ''];
      reject(new ListenError(`cannot listen on ${where}: ${why ?? error.message}`));
    });
    server.once('listening', resolve);
    listen();
  });
}

function doorOf(server: Server | SecureServer, name: string, port: number | null): Listening {
  return {
    name,
    port,
    renew: (tls) => {
      if ('setSecureContext' in server) server.setSecureContext({ ...tls, minVersion: 'TLSv1.2' });
    },
    close: (atOnce) =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if (atOnce) server.closeAllConnections();
        else server.closeIdleConnections();
      }),
  };
}

/** Whether somebody takes connections there. */
function isListenedOn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
