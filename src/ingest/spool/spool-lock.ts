import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { SpoolError, reasonOf } from './spool-error.ts';

const TOUCH_MS = 5000;
/** Of an owner that cannot be asked for: one of another container. */
const SILENT_MS = 30_000;
const ATTEMPTS = 5;
const UNKNOWN = 'unknown';

/** Who has a spool: a process, when it began, and in which namespace its number means it. */
interface Owner {
  readonly process: number;
  readonly started: string;
  readonly namespace: string;
}

/**
 * A file that says which process has the spool. It is left behind by one that was killed, and taken over when its process is
 * gone; where that cannot be seen (another container), when it was not touched for half a minute.
 */
export class SpoolLock {
  readonly #path: string;
  readonly #timer: ReturnType<typeof setInterval>;

  /** Throws SpoolError where another process has it. */
  constructor(path: string) {
    this.#path = path;
    const self = ownerOf(process.pid);
    const text = `${self.process} ${self.started} ${self.namespace}\n`;
    for (let attempt = 0; !tryMake(path, text); attempt++) {
      const holder = readOwner(path);
      if (holder !== null && (attempt === ATTEMPTS || isHeld(path, holder, self))) throw taken(path, holder);
      if (holder !== null) removeStale(path);
    }
    this.#timer = setInterval(() => this.#touch(), TOUCH_MS);
    this.#timer.unref();
  }

  release(): void {
    clearInterval(this.#timer);
    rmSync(this.#path, { force: true });
  }

  #touch(): void {
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch {
      // Somebody removed it, and knows why.
    }
  }
}

function taken(path: string, { process: number }: Owner): SpoolError {
  return new SpoolError(
    `the spool is in use by process ${number}, which ${path} names: one process at a time can have it. Stop that one, or give this one a folder of its own with --spool`,
  );
}

function tryMake(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') return false;
    throw new SpoolError(
      `${path} cannot be made (${reasonOf(error)}): name a folder that you may write to with --spool`,
    );
  }
}

function isHeld(path: string, holder: Owner, self: Owner): boolean {
  const canAsk = holder.namespace === self.namespace && self.namespace !== UNKNOWN;
  if (canAsk) return ownerOf(holder.process).started === holder.started;
  const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Math.abs(Date.now() - modified) < SILENT_MS;
}

/** Null where it has gone meanwhile. */
function readOwner(path: string): Owner | null {
  try {
    const [number = '', started = '', namespace = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { process: Number(number), started, namespace };
  } catch {
    return null;
  }
}

/** Takes a lock away that nobody holds; where another process was faster, and it is a fresh one, it is put back. */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}`;
  const seen = statSync(path, { throwIfNoEntry: false });
  if (seen === undefined) return;
  try {
    renameSync(path, aside);
    if (statSync(aside).ino !== seen.ino) linkSync(aside, path);
  } catch {
    // Another process took it over: the next attempt sees whose it is.
  }
  rmSync(aside, { force: true });
}

/** What Linux says of a process: its start in ticks since the machine's, by field 22 of proc_pid_stat(5); empty where it is gone. */
function ownerOf(number: number): Owner {
  let started = '';
  let namespace = UNKNOWN;
  try {
    const stat = readFileSync(`/proc/${number}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Z and X: it has ended, and nobody asked how.
    started = /^[ZX]$/.test(fields[0] ?? '') ? '' : (fields[19] ?? '');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    namespace = `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Gone; or a system without /proc, where the age of the file has to do.
  }
  return { process: number, started, namespace };
}
