import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { errorCode } from '../ports-error.ts';

/** What is done under the lock takes milliseconds: a lock of this age was left behind by a process that was killed. */
const STALE_AFTER = 15_000;
const GIVE_UP_AFTER = 30_000;
const PAUSE = 20;

/**
 * Runs `action` while no other process runs one under the same path. A lock is a file that only one can create; it also
 * works between network and process namespaces, where a socket or a pid would not. Rejects with an Error that names the
 * path when it cannot be had.
 */
export async function withFileLock<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  const start = Date.now();
  while (!tryLock(path)) {
    removeStale(path);
    if (Date.now() - start > GIVE_UP_AFTER) throw new Error(`${path} is held by another process; is it still running?`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw new Error(`${path} cannot be made (${errorCode(error)})`, { cause: error });
  }
}

function removeStale(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    const seen = statSync(path);
    if (Date.now() - seen.mtimeMs < STALE_AFTER) return;
    renameSync(path, aside);
    // Somebody else may have removed the stale one first, and ours be a fresh one: then it goes back.
    if (statSync(aside).ino !== seen.ino) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error))) throw error;
  }
  rmSync(aside, { force: true });
}
