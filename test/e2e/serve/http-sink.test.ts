import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpSink } from '../../../src/ingest/http-sink.ts';
import { SinkError } from '../../../src/ingest/sink.ts';

const servers: Server[] = [];
const never = new AbortController().signal;
const message = new Uint8Array([1, 2, 3]);

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, socket?: string): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) =>
    socket === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(socket, resolve),
  );
  return socket === undefined ? `http://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${socket}`;
}

const answering =
  (status: number, body: string, type = 'application/json'): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': type }).end(body);
  };

async function failureOf(listener: RequestListener, timeoutMs = 5000): Promise<SinkError> {
  const sink = createHttpSink({ url: await serve(listener), token: 'x', timeoutMs });
  const failure: unknown = await sink.send(message, never).catch((error: unknown) => error);
  await sink.close();
  if (!(failure instanceof SinkError)) throw new Error(`no SinkError: ${String(failure)}`);
  return failure;
}

describe('the sink that posts to a collector', () => {
  it('sends the bytes with the token, and believes the two answers there are', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      request.on('data', (data: Buffer) => {
        seen.push([request.method, request.url, request.headers.authorization, [...data]]);
        answering(200, seen.length === 1 ? '{"batch":"stored"}' : '{"batch":"duplicate"}')(request, response);
      });
    });
    const sink = createHttpSink({ url, token: 'secret' });
    expect([await sink.send(message, never), await sink.send(message, never)]).toEqual(['stored', 'duplicate']);
    const posted = ['POST', '/api/v1/batches', 'Bearer secret', [1, 2, 3]];
    expect(seen).toEqual([posted, posted]);
    expect(sink.name).toBe(url);
    await sink.close();
  });

  it('works over a Unix socket, without a token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-sink-'));
    const url = await serve(
      (request, response) => {
        expect(request.headers.authorization).toBeUndefined();
        answering(200, '{"batch":"stored"}')(request, response);
      },
      join(folder, 'serve.sock'),
    );
    const sink = createHttpSink({ url, token: null });
    expect(await sink.send(message, never)).toBe('stored');
    await sink.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [400, false],
    [413, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [507, true],
  ])('knows of status %i whether to come again', async (status, isTemporary) => {
    const failure = await failureOf(answering(status, '{"error":"for a reason"}'));
    expect(failure.isTemporary).toBe(isTemporary);
    expect(failure.message).toMatch(/: for a reason$/);
  });

  it.each([401, 403])('comes again when the token is refused with status %i, and says what to do', async (status) => {
    const failure = await failureOf(answering(status, '{"error":"for a reason"}'));
    expect(failure.isTemporary).toBe(true);
    expect(failure.message).toContain('the collector refuses the token (for a reason)');
    expect(failure.message).toContain('portolan sensors rotate NAME');
  });

  it.each([
    [200, '<html>welcome to the hotel</html>', 'text/html'],
    [200, '{"batch":"stored"}', 'text/html'],
    [200, '{"batch":"lost"}', 'application/json'],
    [200, '{"batch":', 'application/json'],
    [200, 'null', 'application/json'],
    [204, '', 'application/json'],
    [302, '', 'text/html'],
    [404, 'not found', 'text/plain'],
    [413, '<html>nginx</html>', 'text/html'],
  ])('neither forgets nor gives up a batch for %i %s', async (status, body, type) => {
    const failure = await failureOf(answering(status, body, type));
    expect(failure.isTemporary).toBe(true);
    expect(failure.message).toContain('not as a collector does');
  });

  it('does not follow to where it is sent', async () => {
    let asked = 0;
    const elsewhere = await serve((request, response) => {
      asked++;
      answering(200, '{"batch":"stored"}')(request, response);
    });
    await failureOf((_, response) => response.writeHead(307, { location: `${elsewhere}/api/v1/batches` }).end());
    expect(asked).toBe(0);
  });

  it('comes again when nobody answers, the answer breaks off, or it takes too long', async () => {
    const nobody = createHttpSink({ url: 'http://127.0.0.1:1', token: null });
    await expect(nobody.send(message, never)).rejects.toMatchObject({ isTemporary: true });
    const broken = await failureOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"batch":');
      setTimeout(() => response.destroy(), 10);
    });
    expect(broken.isTemporary).toBe(true);
    const slow = await failureOf(() => undefined, 50);
    expect(slow).toMatchObject({ isTemporary: true });
    expect(slow.message).toContain('no answer within 0.05 s');
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const sink = createHttpSink({ url: await serve(() => stop.abort()), token: null });
    await expect(sink.send(message, stop.signal)).rejects.toMatchObject({ isTemporary: true });
    await sink.close();
  });
});
