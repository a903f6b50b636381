import type { Ownership } from '../../sockets/snapshot.ts';

/** Three ways of not showing an owner, in words. */
export const OWNER_WORDS: Readonly<Record<Ownership, string>> = {
  visible: 'a process that has just ended',
  'not-permitted': '(not permitted)',
  'not-known': '(not known)',
  none: '-',
};
