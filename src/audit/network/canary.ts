import { createServer, type Server } from 'node:http';
import type { Canary } from '../check.ts';

export interface OpenedCanary extends Canary {
  close(): void;
}

/** More requests than a check makes mean that somebody else found it. */
const MAX_CONNECTIONS = 8;

/** Listens on one address and answers one path with a token, to see whether a proxy really fetched it. */
export async function openCanary(host: string, token: string): Promise<OpenedCanary> {
  const path = `/${token.slice(0, 8)}`;
  let hits = 0;
  const server: Server = createServer((request, response) => {
    const isAsked = request.url === path;
    if (isAsked) hits++;
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'text/plain', connection: 'close' });
    response.end(isAsked ? token : '');
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    // It stays for what comes later, such as no more open files: nobody is told, and the check sees no hit.
    server.on('error', reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  return {
    host,
    port,
    path,
    token,
    get hits(): number {
      return hits;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
