import type { ProcFs } from '../linux/proc-fs.ts';
import { parseStat, readProcess } from '../linux/process.ts';
import type { ProcessInfo } from '../process-info.ts';

/**
 * What is known of processes, kept from look to look. A pid is used again, so an entry holds for one pid and one start
 * time, and the one line that tells them (/proc/PID/stat) is read again once a look, for those somebody asks for.
 */
export class ProcessCache {
  readonly #fs: ProcFs;
  readonly #known = new Map<number, ProcessInfo>();
  readonly #checked = new Set<number>();

  constructor(fs: ProcFs) {
    this.#fs = fs;
  }

  /** From now on entries count as unchecked. */
  beginLook(): void {
    this.#checked.clear();
  }

  /** The process as it is now; as it was when it has ended since; null when nobody ever saw it. */
  process(pid: number): ProcessInfo | null {
    const known = this.#known.get(pid) ?? null;
    if (this.#checked.has(pid)) return known;
    this.#checked.add(pid);
    const stat = parseStat(this.#fs.read(`proc/${pid}/stat`) ?? '');
    if (stat === null) return known;
    if (known !== null && known.startTicks === stat.startTicks) {
      // It may rename itself (prctl), and becomes another program by exec under the same pid and start.
      if (known.name === stat.name) return known;
    }
    const read = readProcess(this.#fs, pid);
    if (read === null) return known;
    this.#known.set(pid, read);
    return read;
  }

  /** What was last known, without a look. */
  lastKnown(pid: number): ProcessInfo | null {
    return this.#known.get(pid) ?? null;
  }

  /** Drops whoever is not among them. */
  keepOnly(pids: ReadonlySet<number>): void {
    for (const pid of this.#known.keys()) if (!pids.has(pid)) this.#known.delete(pid);
  }
}
