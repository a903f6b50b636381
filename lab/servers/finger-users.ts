import type { LabFile, LabUser } from './lab-server.ts';

/** A person of the lab, with what finger tells of her. */
const ALICE: LabUser = {
  name: 'alice',
  uid: 1000,
  home: '/home/alice',
  shell: '/bin/sh',
  comment: 'Alice Lab,Room 7,555-0100',
};

/** sizeof(struct utmp) of glibc on 64-bit Linux, and its fields, utmp(5). */
const UTMP_BYTES = 384;
const USER_PROCESS = 7;
const FIELDS = { pid: 4, line: 8, id: 40, user: 44, host: 76, seconds: 340 };

/** 2020-01-01. */
const SINCE = 1_577_836_800;

function utmpRecord(): Uint8Array {
  const record = Buffer.alloc(UTMP_BYTES);
  record.writeInt16LE(USER_PROCESS, 0);
  record.writeInt32LE(1, FIELDS.pid);
  record.write('tty', FIELDS.line);
  record.write('1', FIELDS.id);
  record.write(ALICE.name, FIELDS.user);
  record.write('outside.example', FIELDS.host);
  record.writeInt32LE(SINCE, FIELDS.seconds);
  return record;
}

/** Alice, her plan, and the record that she is logged in: what a finger server has to show. */
export const FINGER_USERS: { users: readonly LabUser[]; files: readonly LabFile[] } = {
  users: [ALICE],
  files: [
    { path: '/run/utmp', content: utmpRecord() },
    { path: '/home/alice/.plan', content: 'To be left in peace.' },
  ],
};
