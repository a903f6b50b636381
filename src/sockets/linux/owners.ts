import type { OwnerIndex } from '../owner-index.ts';
import type { RowIndex } from '../row-index.ts';
import { ProcFsError, type ProcFs } from './proc-fs.ts';

/** How the walk over the processes went: the ground of every statement about owners that were not found. */
export interface OwnerWalk {
  /** Processes whose descriptors were read. */
  readonly readable: number;
  /** Processes whose descriptors the kernel refused to show to this user; at least so many where it hides some. */
  readonly denied: number;
  /** Whether /proc leaves the processes of others out, as it does when mounted with hidepid=invisible. */
  readonly othersHidden: boolean;
}

const SOCKET_LINK = 'socket:[';

/** Links refused before any was read, after which the rest is not tried: each refusal costs an exception. */
const REFUSALS = 8;

/** Notes for every socket in the index which processes hold it, by the links in /proc/PID/fd. */
export function walkOwners(fs: ProcFs, rows: RowIndex, owners: OwnerIndex): OwnerWalk {
  let readable = 0;
  let denied = 0;
  const processes = tryList(fs, 'proc');
  if (processes === 'denied') return { readable, denied: 1, othersHidden: true }; // at least one is hidden, and nobody says how many
  if (processes === 'gone') return { readable, denied, othersHidden: false }; // no /proc at all: the tables have said so already
  // Every PID namespace has a process 1. Where it is not listed, /proc is mounted with hidepid=invisible, which leaves
  // out the processes of others as if there were none.
  const othersHidden = !processes.includes('1');
  if (othersHidden) denied++;
  for (const pid of processes) {
    if (!isNumber(pid)) continue;
    const folder = `proc/${pid}/fd`;
    const descriptors = tryList(fs, folder);
    if (descriptors === 'gone') continue; // it ended while we came to it, and is nobody's owner
    if (descriptors === 'denied') {
      denied++;
      continue;
    }
    let answered = descriptors.length === 0;
    let refusals = 0;
    for (const descriptor of descriptors) {
      const target = fs.link(`${folder}/${descriptor}`);
      if (target === null) {
        refusals++;
        if (!answered && refusals === REFUSALS) break;
        continue;
      }
      answered = true;
      if (!target.startsWith(SOCKET_LINK)) continue;
      const row = rows.find(Number(target.slice(SOCKET_LINK.length, -1)));
      if (row !== -1) owners.add(row, Number(pid), Number(descriptor));
    }
    // A directory that lists its entries but not one of their targets is refused just the same (ptrace rights), unless
    // it no longer lists them: then the process ended in between.
    if (answered) readable++;
    else if (tryList(fs, folder) !== 'gone') denied++;
  }
  return { readable, denied, othersHidden };
}

function tryList(fs: ProcFs, folder: string): readonly string[] | 'denied' | 'gone' {
  try {
    return fs.list(folder);
  } catch (error) {
    if (!(error instanceof ProcFsError)) throw error;
    return error.reason === 'gone' || error.reason === 'missing' ? 'gone' : 'denied';
  }
}

function isNumber(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57;
}
