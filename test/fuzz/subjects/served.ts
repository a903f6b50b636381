import { makeApp } from '../../../src/server/http/app.fixture.ts';
import { someMessage } from '../../../src/store/some-batch.fixture.ts';
import { parseTokenFile } from '../../../src/server/tokens/token-file-form.ts';
import { Broken } from '../target.ts';

const ROUTES = [
  'GET /api/v1/health',
  'GET /metrics',
  'GET /api/v1/openapi.json',
  'GET /api/v1/explain?query=443',
  'GET /api/v1/search?q=redis',
  'GET /api/v1/glance',
  'GET /api/v1/sockets?state=listen&limit=3',
  'GET /api/v1/atlas',
  'GET /api/v1/ask/top-ports?port=22',
  'POST /api/v1/batches',
  'POST /api/v1/analyses',
  'GET /api/v1/analyses/1',
  'GET /api/v1/audits',
  'POST /api/v1/audits',
  'GET /api/v1/store',
  'GET /api/v1/suppressions',
  'PUT /api/v1/suppressions',
  'DELETE /api/v1/analyses/1',
  'GET /',
  'GET /assets/../x',
] as const;

let made: ReturnType<typeof makeApp> | null = null;

function app(): ReturnType<typeof makeApp> {
  if (made !== null) return made;
  made = makeApp({ isOwners: true, isLoopbackOnly: false }, 200);
  const { end } = made;
  process.on('exit', end);
  return made;
}

export function requests(): Uint8Array[] {
  const headers = 'host: localhost\ncontent-type: application/json\norigin: http://localhost\n\n';
  const texts = ROUTES.map((route) => Buffer.from(`${route}\n${headers}{"port":22,"path":"x"}`));
  const message = Buffer.concat([
    Buffer.from('POST /api/v1/batches\nhost: localhost\ncontent-type: application/octet-stream\n\n'),
    someMessage(1n, 1, 3),
  ]);
  return [...texts, message];
}

/** A request as text: `METHOD PATH`, headers, an empty line, the body. No answer may be a fault of the server's own. */
export async function request(bytes: Uint8Array): Promise<void> {
  const all = Buffer.from(bytes);
  const bodyAt = all.indexOf('\n\n');
  const [first = '', ...lines] = all.toString('latin1', 0, bodyAt === -1 ? all.length : bodyAt).split('\n');
  const [method = 'GET', path = '/'] = first.split(' ');
  const body = bodyAt === -1 ? Buffer.alloc(0) : all.subarray(bodyAt + 2);
  const asked = requestOf(method, path, lines, body);
  if (asked === null) return;
  const { app: served, faults } = app();
  const answer = await served.request(asked);
  await answer.arrayBuffer();
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw fault;
  if (answer.status === 500) throw new Broken(`${method} ${path}: 500`);
}

/** Null for what no client could send. */
function requestOf(method: string, path: string, lines: readonly string[], body: Uint8Array): Request | null {
  try {
    const headers = new Headers();
    for (const line of lines.slice(0, 64))
      headers.append(line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim());
    headers.set('content-length', String(body.length));
    const hasBody = method !== 'GET' && method !== 'HEAD';
    return new Request(new URL(path, 'http://localhost'), {
      method,
      headers,
      ...(hasBody && { body: Uint8Array.from(body) }),
    });
  } catch {
    return null;
  }
}

export function readTokens(bytes: Uint8Array): void {
  parseTokenFile(Buffer.from(bytes).toString('utf8'));
}
