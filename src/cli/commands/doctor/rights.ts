import type { ProcFs } from '../../../sockets/linux/proc-fs.ts';
import { check, type Check } from './check.ts';

/** Bits of a capability set (include/uapi/linux/capability.h). */
const CAP_NET_ADMIN = 12n;
const CAP_SYS_PTRACE = 19n;
const CAP_SYS_ADMIN = 21n;

/** What this process may do, by its own /proc/self/status. */
export interface Rights {
  readonly uid: number;
  readonly ptrace: boolean;
  readonly netAdmin: boolean;
  readonly sysAdmin: boolean;
}

/** Null where the kernel does not say. */
export function parseRights(status: string): Rights | null {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  const effective = /^CapEff:\s+([0-9a-f]{1,16})$/m.exec(status)?.[1];
  if (uid === undefined || effective === undefined) return null;
  const set = BigInt(`0x${effective}`);
  const has = (bit: bigint): boolean => ((set >> bit) & 1n) === 1n;
  return { uid: Number(uid), ptrace: has(CAP_SYS_PTRACE), netAdmin: has(CAP_NET_ADMIN), sysAdmin: has(CAP_SYS_ADMIN) };
}

/** `own` is the real file system, whatever PORTOLAN_ROOT says: the rights are those of this process. */
export function checkRights(own: ProcFs): Check {
  const rights = parseRights(own.read('proc/self/status') ?? '');
  if (rights === null) return check('rights', 'limited', 'not known: /proc/self/status says nothing of them');
  const who = rights.uid === 0 ? 'root' : `user ${rights.uid}`;
  const found = `${who}, ${word(rights.ptrace)} CAP_SYS_PTRACE, ${word(rights.netAdmin)} CAP_NET_ADMIN`;
  if (rights.ptrace) return check('rights', 'ok', found);
  return check(
    'rights',
    'limited',
    found,
    rights.uid === 0
      ? 'in a container, give it CAP_SYS_PTRACE (docker run --cap-add SYS_PTRACE) to see who holds which socket'
      : 'run as root to see who holds the sockets of other users',
  );
}

function word(has: boolean): string {
  return has ? 'with' : 'without';
}
