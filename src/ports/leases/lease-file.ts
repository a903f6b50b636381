import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MAX_PORT } from '../../net/port.ts';
import { errorCode } from '../ports-error.ts';
import { withFileLock } from './file-lock.ts';
import { isLeaseName, type Lease } from './lease.ts';

/** Larger than a lease of every port there is. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The file with the leases cannot be used; `message` says why and what to do. */
export class LeaseFileError extends Error {
  override readonly name = 'LeaseFileError';
}

/** Where leases are kept, by the XDG Base Directory Specification; null when there is no home. */
export function leaseFilePath(environment: Readonly<Record<string, string | undefined>>): string | null {
  const configured = environment['XDG_STATE_HOME'];
  const home = environment['HOME'];
  // The specification calls a relative path invalid, to be ignored.
  if (configured?.startsWith('/') === true) return `${configured}/portolan/leases.json`;
  return home?.startsWith('/') === true ? `${home}/.local/state/portolan/leases.json` : null;
}

/** The leases that are written down; none when there is no file. Throws LeaseFileError. */
export function readLeases(path: string): readonly Lease[] {
  let text;
  try {
    if (statSync(path).size > MAX_BYTES) throw new LeaseFileError(`${path} is too large to be a list of leases`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    if (error instanceof LeaseFileError) throw error;
    throw new LeaseFileError(`${path} cannot be read (${errorCode(error)})`);
  }
  const leases = parseLeases(text);
  if (leases !== null) return leases;
  throw new LeaseFileError(`${path} is not understood; move it away, and leases begin anew with the same ports`);
}

/**
 * Lets `change` make new leases of old ones, while no other process does, and writes them if they are others. The file
 * is at no moment half written. Rejects with LeaseFileError, and with what `change` rejects with.
 */
export async function changeLeases<Result>(
  path: string,
  change: (leases: readonly Lease[]) => Promise<{ leases: readonly Lease[]; result: Result }>,
): Promise<Result> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LeaseFileError(`${dirname(path)} cannot be made (${errorCode(error)})`);
  }
  return withFileLock(`${path}.lock`, async () => {
    const before = readLeases(path);
    const { leases, result } = await change(before);
    if (leases !== before) write(path, leases);
    return result;
  });
}

function write(path: string, leases: readonly Lease[]): void {
  const written = `${path}.${process.pid}.tmp`;
  try {
    rmSync(written, { force: true }); // of a process of this number that was killed
    writeFileSync(written, `${JSON.stringify({ version: 1, leases }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw new LeaseFileError(`${path} cannot be written (${errorCode(error)})`);
  }
}

function parseLeases(text: string): readonly Lease[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value['version'] !== 1) return null;
  const { leases } = value;
  return Array.isArray(leases) && leases.every((one: unknown) => isLease(one)) ? leases : null;
}

function isLease(value: unknown): value is Lease {
  if (!isRecord(value)) return false;
  const { project, name, port, since } = value;
  const isText = typeof project === 'string' && typeof name === 'string' && isLeaseName(name);
  const isPort = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= MAX_PORT;
  return isText && isPort && typeof since === 'string' && !Number.isNaN(Date.parse(since));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
