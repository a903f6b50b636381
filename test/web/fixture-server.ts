import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { ROOT } from '../e2e/program.fixture.ts';
import { answerOf, type FixtureState } from './fixture-answers.ts';

export const PAGE_FOLDER = join(ROOT, 'dist/web');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface FixtureServer {
  readonly address: string;
  /** Paths that were asked for and that the API does not have. */
  readonly unknown: readonly string[];
  readonly state: FixtureState;
  readonly close: () => Promise<void>;
}

/** Serves the built page, under the policy it has to live with, over documents of a machine that does not exist. */
export async function startFixtureServer(state: FixtureState, port = 0): Promise<FixtureServer> {
  const unknown: string[] = [];
  const server = createServer((request, response) => {
    serve(request, response, state, unknown).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { address: addressOf(server), unknown, state, close: () => closeServer(server) };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: FixtureState,
  unknown: string[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  response.setHeader('content-security-policy', "default-src 'self'");
  response.setHeader('x-content-type-options', 'nosniff');
  if (url.pathname === '/api/v1/sockets/events') {
    streamSockets(response, state, url.searchParams.get('only') === 'listening' ? 'listening' : 'all');
    return;
  }
  if (url.pathname.startsWith('/api/')) {
    const answer = await answerOf(state, request, url);
    if (answer.status === 404) unknown.push(url.pathname);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
    return;
  }
  const isAsset = url.pathname.startsWith('/assets/');
  const file = isAsset
    ? join(PAGE_FOLDER, 'assets', url.pathname.slice('/assets/'.length).replaceAll('/', ''))
    : join(PAGE_FOLDER, 'index.html');
  try {
    const bytes = readFileSync(file);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

function streamSockets(response: ServerResponse, state: FixtureState, choice: 'all' | 'listening'): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (event: string, data: string): void => {
    response.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  send('snapshot', state.socketsText(choice));
  const timer = setInterval(() => {
    const change = state.nextChange();
    if (change !== null) send('change', JSON.stringify(change));
  }, state.changeEvery);
  response.on('close', () => {
    clearInterval(timer);
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
