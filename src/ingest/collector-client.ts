/** Asks a collector over HTTP; this file touches the network. */
import { Agent, request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import { formatCollectorAddress, type CollectorAddress } from './collector-address.ts';

/** Longer answers are not read: a collector says a few words, or the rows of a question. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface CollectorAccess {
  readonly address: CollectorAddress;
  /** Sent as `Authorization: Bearer`; null over a Unix socket. */
  readonly token: string | null;
  /** Certificates, as PEM, that are believed in place of those of the system. */
  readonly ca?: string;
  /** For one request, from its first byte to the last of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

export interface CollectorRequest {
  readonly method: 'GET' | 'POST';
  /** From `/api` on, or `/healthz`. */
  readonly path: string;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface CollectorAnswer {
  readonly status: number;
  /** Of `Content-Type`, without parameters. */
  readonly type: string;
  readonly body: string;
}

/** No answer came: the network, the name, TLS, or time. */
export class CollectorUnreachable extends Error {
  override readonly name = 'CollectorUnreachable';
}

/** A collector with the connections to it that are kept open. Redirections are not followed: the token is for this one. */
export class CollectorClient {
  /** For people. */
  readonly name: string;
  readonly #access: CollectorAccess;
  readonly #agent: Agent | SecureAgent;

  constructor(access: CollectorAccess) {
    this.name = formatCollectorAddress(access.address);
    this.#access = access;
    const isSecure = access.address.over === 'tcp' && access.address.isSecure;
    const settings = { keepAlive: true, maxSockets: 8 };
    this.#agent = isSecure
      ? new SecureAgent({ ...settings, ...(access.ca !== undefined && { ca: access.ca }), minVersion: 'TLSv1.2' })
      : new Agent(settings);
  }

  /** Throws CollectorUnreachable. */
  async ask(request: CollectorRequest): Promise<CollectorAnswer> {
    const timeout = AbortSignal.timeout(this.#access.timeoutMs);
    const signals = request.signal === undefined ? [timeout] : [timeout, request.signal];
    try {
      return await this.#exchange(request, AbortSignal.any(signals));
    } catch (error) {
      if (request.signal?.aborted === true) throw new CollectorUnreachable(`${this.name}: ended before it answered`);
      const reason = timeout.aborted ? `no answer within ${this.#access.timeoutMs / 1000} s` : reasonOf(error);
      throw new CollectorUnreachable(`${this.name}: ${reason}`);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange({ method, path, body }: CollectorRequest, signal: AbortSignal): Promise<CollectorAnswer> {
    const { address, token } = this.#access;
    const options: RequestOptions = {
      method,
      agent: this.#agent,
      signal,
      path: address.over === 'tcp' ? `${address.path}${path}` : path,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/octet-stream', 'content-length': body.length }),
        // There is no host on a Unix socket, and HTTP asks for one.
        ...(address.over === 'unix' && { host: 'localhost' }),
      },
      ...(address.over === 'unix' ? { socketPath: address.socket } : { host: address.host, port: address.port }),
    };
    const isSecure = address.over === 'tcp' && address.isSecure;
    return new Promise((resolve, reject) => {
      // A collector that refuses before it has read everything closes, and writing fails; what it said may come still.
      let answered = false;
      const request = (isSecure ? requestHttps : requestHttp)(options, (response) => {
        answered = true;
        readAnswer(response).then(resolve, reject);
      });
      request.on('error', (error) => {
        if (!answered) reject(error);
      });
      request.end(body);
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<CollectorAnswer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  const [type = ''] = (response.headers['content-type'] ?? '').split(';', 1);
  return { status: response.statusCode ?? 0, type, body: Buffer.concat(parts).toString('utf8') };
}

/** Node's `AggregateError` of several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
