/** A request that was not answered with what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 where the server was not reached. */
  readonly status: number;
  /** What to do next; null where the message says it. */
  readonly next: string | null;

  constructor(status: number, message: string, next: string | null = null) {
    super(message);
    this.status = status;
    this.next = next;
  }
}

/** What may go with a request. */
export interface Asking {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly json?: object;
  readonly bytes?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Asks the API. Throws ApiError; an aborted request throws as fetch does. */
export async function ask<Document>(path: string, asking: Asking = {}): Promise<Document> {
  const { method = 'GET', json, bytes, headers, signal } = asking;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(bytes === undefined ? {} : { body: bytes }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The server does not answer.', 'Is portolan serve still running?');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOf(response.status, body);
  return body as Document;
}

function errorOf(status: number, body: unknown): ApiError {
  if (status === 401) {
    return new ApiError(
      401,
      'You are not signed in.',
      'Open the address that portolan serve printed: it has the token.',
    );
  }
  // A sentence, or a record of one and of what to do next.
  const error = isRecord(body) ? body['error'] : null;
  const { message, next } = isRecord(error) ? error : { message: error, next: null };
  return new ApiError(
    status,
    typeof message === 'string' ? message : `The server answered with status ${status}.`,
    typeof next === 'string' ? next : null,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Asks, and hands over what came of it; nothing, once the request was aborted. */
export function askThen<Document>(
  path: string,
  asking: Asking,
  answered: (document: Document) => void,
  failed: (error: ApiError) => void = () => {},
): void {
  void settle(ask<Document>(path, asking), asking.signal, answered, failed);
}

/** The same for any promise of the page. */
export async function settle<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
  answered: (value: Value) => void,
  failed: (error: ApiError) => void,
): Promise<void> {
  let value: Value;
  try {
    value = await promise;
  } catch (error) {
    if (signal?.aborted === true) return;
    failed(error instanceof ApiError ? error : new ApiError(0, error instanceof Error ? error.message : String(error)));
    return;
  }
  if (signal?.aborted !== true) answered(value);
}
