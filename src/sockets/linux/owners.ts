import type { OwnerIndex } from '../owner-index.ts';
import type { RowIndex } from '../row-index.ts';
import { ProcFsError, type ProcFs } from './proc-fs.ts';

/** How the walk over the processes went: the ground of every statement about owners that were not found. */
export interface OwnerWalk {
  /** Processes whose descriptors were read. */
  readonly readable: number;
  /** Processes whose descriptors the kernel refused to show to this user. */
  readonly denied: number;
}

const SOCKET_LINK = 'socket:[';

/** Notes for every socket in the index which processes hold it, by the links in /proc/PID/fd. */
export function walkOwners(fs: ProcFs, rows: RowIndex, owners: OwnerIndex): OwnerWalk {
  let readable = 0;
  let denied = 0;
  for (const pid of fs.list('proc')) {
    if (!isNumber(pid)) continue;
    const folder = `proc/${pid}/fd`;
    let descriptors: string[];
    try {
      descriptors = fs.list(folder);
    } catch (error) {
      // A process that ended while we came to it is nobody's owner.
      if (error instanceof ProcFsError && error.reason === 'denied') denied++;
      continue;
    }
    let refusedLinks = 0;
    for (const descriptor of descriptors) {
      const target = fs.link(`${folder}/${descriptor}`);
      if (target === null) refusedLinks++;
      else if (target.startsWith(SOCKET_LINK)) {
        const row = rows.find(Number(target.slice(SOCKET_LINK.length, -1)));
        if (row !== -1) owners.add(row, Number(pid), Number(descriptor));
      }
    }
    // A directory that lists its entries but not one of their targets is refused just the same (ptrace rights).
    if (descriptors.length > 0 && refusedLinks === descriptors.length) denied++;
    else readable++;
  }
  return { readable, denied };
}

function isNumber(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57;
}
