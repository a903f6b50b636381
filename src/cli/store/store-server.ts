/** Asks the `portolan serve` that owns a store's folder, over its socket. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CollectorClient, CollectorUnreachable } from '../../ingest/collector-client.ts';
import type { StoreLocation } from '../../store/location.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';

const SOCKET = 'serve.sock';
/** A backup of a large store takes as long as its disk does. */
const PATIENCE_MS = 24 * 3_600_000;
const PROBE_MS = 15_000;

/**
 * What it answers to a request that only the owner may make; null where none runs, or the store is no folder. Throws CliError for what it
 * refuses.
 */
export async function askOwner(location: StoreLocation, method: 'GET' | 'POST', path: string): Promise<unknown> {
  const socket = socketOf(location);
  if (socket === null || !(await isServed(location))) return null;
  const client = new CollectorClient({ address: { over: 'unix', socket }, token: null, timeoutMs: PATIENCE_MS });
  try {
    const { status, body } = await client.ask({ method, path });
    const value = parse(body);
    if (status === 200) return value;
    const told =
      typeof value === 'object' && value !== null && 'error' in value ? String(value.error) : `status ${status}`;
    throw new CliError(EXIT.couldNotLook, `portolan serve, which has the store, says: ${printable(told)}`);
  } catch (error) {
    if (error instanceof CollectorUnreachable) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  } finally {
    client.close();
  }
}

/** Throws CliError (refused) while `portolan serve` has the store. `doing`: `days cannot be dropped`. */
export async function requireUnserved(location: StoreLocation, doing: string): Promise<void> {
  if (!(await isServed(location))) return;
  throw new CliError(
    EXIT.refused,
    `refused: portolan serve has the store ${printable(location.engine === 'duckdb' ? location.folder : '')}, and ${doing} while it runs; stop it first`,
  );
}

/** Whether somebody listens on the socket: one that was killed leaves it behind. */
async function isServed(location: StoreLocation): Promise<boolean> {
  const socket = socketOf(location);
  if (socket === null) return false;
  const client = new CollectorClient({ address: { over: 'unix', socket }, token: null, timeoutMs: PROBE_MS });
  try {
    await client.ask({ method: 'GET', path: '/healthz' });
    return true;
  } catch (error) {
    if (error instanceof CollectorUnreachable) return false;
    throw error;
  } finally {
    client.close();
  }
}

function socketOf(location: StoreLocation): string | null {
  if (location.engine !== 'duckdb') return null;
  const socket = join(location.folder, SOCKET);
  return existsSync(socket) ? socket : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}
