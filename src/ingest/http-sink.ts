import { parseCollectorAddress } from './collector-address.ts';
import { CollectorClient, CollectorUnreachable, type CollectorAnswer } from './collector-client.ts';
import { SinkError, type Sink } from './sink.ts';

export interface HttpSinkOptions {
  /** `https://collector:7654`, `http://127.0.0.1:7654`, or `unix:/var/lib/portolan/store/serve.sock`. */
  readonly url: string;
  /** Of `portolan sensors add`; null on a Unix socket, which asks for none. */
  readonly token: string | null;
  /** Certificates, as PEM, that are believed in place of those of the system. */
  readonly ca?: string;
  /** For one message, in milliseconds. Inserting counts: a collector answers when the batch is safe. */
  readonly timeoutMs?: number;
  /** `http` beyond loopback was asked for by name. */
  readonly isInsecureAllowed?: boolean;
}

const TIMEOUT_MS = 60_000;
const PATH = '/api/v1/batches';
/** It says nothing about the batch: a token that was replaced, or is not known yet, costs no data. */
const TOKEN_REFUSED: ReadonlySet<number> = new Set([401, 403]);
/** What is said beyond is cut off. */
const MAX_WORDS = 300;

/** Posts messages to a collector. Throws CollectorAddressError. */
export function createHttpSink({ url, token, ca, timeoutMs = TIMEOUT_MS, isInsecureAllowed }: HttpSinkOptions): Sink {
  const address = parseCollectorAddress(url, isInsecureAllowed);
  const client = new CollectorClient({ address, token, timeoutMs, ...(ca !== undefined && { ca }) });
  return {
    name: client.name,
    send: async (message, signal) => {
      try {
        return outcomeOf(await client.ask({ method: 'POST', path: PATH, body: message, signal }), client.name);
      } catch (error) {
        if (error instanceof CollectorUnreachable) throw new SinkError(error.message, true);
        throw error;
      }
    },
    close: () => {
      client.close();
      return Promise.resolve();
    },
  };
}

/**
 * What an answer means. Only a collector's own words make a spool forget a batch, or give it up: a page that some proxy shows
 * with status 200, 404 or 413 does neither.
 */
function outcomeOf({ status, type, body }: CollectorAnswer, name: string): 'stored' | 'duplicate' {
  const words = wordsOf(type, body);
  if (status === 200 && (words.batch === 'stored' || words.batch === 'duplicate')) return words.batch;
  if (words.error === undefined) throw new SinkError(`${name} answers ${status}, and not as a collector does`, true);
  const said = words.error.slice(0, MAX_WORDS);
  if (TOKEN_REFUSED.has(status)) {
    throw new SinkError(
      `${name}: the collector refuses the token (${said}); nothing is lost, batches wait in the spool: make another token at the collector with portolan sensors rotate NAME, and start this again with it`,
      true,
    );
  }
  throw new SinkError(`${name}: ${said}`, isTemporary(status));
}

/** 408, 425 and 429 are about time; so is everything that the server calls its own fault, a full disk (507) too. */
function isTemporary(status: number): boolean {
  return status < 400 || status >= 500 || status === 408 || status === 425 || status === 429;
}

function wordsOf(type: string, body: string): { readonly batch?: unknown; readonly error?: string } {
  if (type !== 'application/json') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return {};
    const error = 'error' in value && typeof value.error === 'string' ? value.error : undefined;
    return { ...('batch' in value && { batch: value.batch }), ...(error !== undefined && { error }) };
  } catch {
    return {};
  }
}
