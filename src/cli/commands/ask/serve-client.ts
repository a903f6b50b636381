import { request } from 'node:http';
import { join } from 'node:path';
import type { Answer } from '../../../store/ask.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';

/** Beside an embedded store, while `portolan serve` has it. */
const SOCKET = 'serve.sock';
/** 100,000 rows of the widest question are some 40 MB. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const MAX_WAIT = 300_000;

/** Nobody listens there. */
const IS_ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/**
 * Asks the `portolan serve` that has the store of this folder, over its socket; null where none runs. Throws CliError for what it refuses,
 * and for what is no answer.
 */
export async function askServer(
  folder: string,
  question: string,
  words: ReadonlyMap<string, string>,
): Promise<Answer | null> {
  const query = new URLSearchParams([...words]).toString();
  const path = `/api/v1/ask/${encodeURIComponent(question)}${query === '' ? '' : `?${query}`}`;
  const answered = await get(join(folder, SOCKET), path);
  if (answered === null) return null;
  const { status, body } = answered;
  const value = parse(body);
  if (status === 200 && isAnswer(value)) return value;
  const reason = messageOf(value) ?? `it answered with status ${status}, and no answer of a question`;
  if (status === 400 || status === 404) throw new CliError(EXIT.usage, printable(reason));
  throw new CliError(
    EXIT.couldNotLook,
    `portolan serve, which has the store ${printable(folder)}: ${printable(reason)}`,
  );
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

function get(socketPath: string, path: string): Promise<Reply | null> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new CliError(EXIT.couldNotLook, `portolan serve at ${printable(socketPath)}: ${printable(reason)}`));
    };
    const asking = request({ socketPath, path, headers: { host: 'localhost' }, timeout: MAX_WAIT }, (response) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes <= MAX_ANSWER_BYTES) pieces.push(piece);
        else asking.destroy(new Error(`its answer is longer than ${MAX_ANSWER_BYTES} bytes; a smaller --limit helps`));
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8') });
      });
      response.on('error', (error) => fail(error.message));
    });
    asking.on('timeout', () => asking.destroy(new Error(`no answer within ${MAX_WAIT / 1000} s`)));
    asking.on('error', (error) => {
      if (IS_ABSENT.has('code' in error ? error.code : null)) resolve(null);
      else fail(error.message);
    });
    asking.end();
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

/** What its shape hangs on here; the rest is shown as it is. */
function isAnswer(value: unknown): value is Answer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'question' in value &&
    typeof value.question === 'string' &&
    'parameters' in value &&
    typeof value.parameters === 'object' &&
    value.parameters !== null &&
    'parts' in value &&
    Array.isArray(value.parts) &&
    value.parts.every(isPart)
  );
}

function isPart(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'rows' in value &&
    Array.isArray(value.rows) &&
    'columns' in value &&
    Array.isArray(value.columns)
  );
}

function messageOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('error' in value && typeof value.error === 'string') return value.error;
  return 'message' in value && typeof value.message === 'string' ? value.message : null;
}
