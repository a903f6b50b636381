/** Edge: the only use of Node's vm, which can end a piece of work that does not end by itself. */
import { createContext, Script } from 'node:vm';

const CALL = new Script('work()');
const sandbox: { work: () => void } = { work: () => undefined };
const context = createContext(sandbox);

/**
 * Runs work that returns by itself or is ended after so many milliseconds, matching of a pattern included: V8 looks for an
 * end of time at every step back (irregexp's interrupt check). False where it was ended.
 */
export function runWithin(milliseconds: number, work: () => void): boolean {
  sandbox.work = work;
  try {
    CALL.runInContext(context, { timeout: milliseconds });
    return true;
  } catch (error) {
    if (isTimeOut(error)) return false;
    throw error;
  } finally {
    sandbox.work = () => undefined;
  }
}

/** It may be an Error of another context, which `instanceof` does not know. */
function isTimeOut(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
