import { connect, type Socket } from 'node:net';
import { errorCode } from './ports-error.ts';

/** What one look at an address said. */
export interface Seen {
  /** Something accepts connections there. */
  readonly accepts: boolean;
  /** Status of the answer, when HTTP was asked and answered; else null. */
  readonly status: number | null;
  /** In a few words, for the sentence that tells why waiting failed. */
  readonly words: string;
}

/** As much of an answer as is read for its first line. */
const MAX_HEAD = 4096;

/**
 * Connects to an address, and asks over HTTP for `path` when there is one. Never rejects. A name is tried by all its
 * addresses (RFC 8305, as Node does it).
 */
export async function look(host: string, port: number, path: string | null, limit: number): Promise<Seen> {
  const socket = connect({ host, port });
  const seen = new Promise<Seen>((resolve) => {
    socket.setTimeout(Math.max(1, limit), () => {
      const accepts = !socket.connecting;
      resolve({ accepts, status: null, words: accepts ? 'accepts, and says nothing' : 'does not answer' });
    });
    socket.once('error', (error) => resolve({ accepts: false, status: null, words: describe(error) }));
    socket.once('connect', () => {
      if (path === null) resolve({ accepts: true, status: null, words: 'accepts connections' });
      else askStatus(socket, host, path, resolve);
    });
  });
  try {
    return await seen;
  } finally {
    socket.on('error', () => undefined);
    // Not by a reset: a careless server of Node's ends when it gets one.
    socket.destroy();
  }
}

/** Ten lines rather than node:http, which costs more to load than everything else here. */
function askStatus(socket: Socket, host: string, path: string, resolve: (seen: Seen) => void): void {
  let head = '';
  const fail = (words: string): void => resolve({ accepts: true, status: null, words });
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    head += text;
    const end = head.indexOf('\n');
    if (end === -1 && head.length < MAX_HEAD) return;
    const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(head)?.[1];
    if (status === undefined) fail('accepts, and does not speak HTTP');
    else resolve({ accepts: true, status: Number(status), words: `answers with status ${status}` });
  });
  socket.once('end', () => fail('accepts, and closes without an answer'));
  const name = host.includes(':') ? `[${host}]` : host;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${name}:${socket.remotePort}\r\nConnection: close\r\n\r\n`);
}

function describe(error: Error): string {
  // All addresses of a name failed: the first says as much as all of them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = errorCode(first);
  if (code === 'ECONNREFUSED') return 'refuses connections';
  if (code === 'ENOTFOUND') return 'is no name that can be resolved';
  return code === '' ? error.message : code;
}
