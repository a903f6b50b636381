import type { RawSocket } from './socket-table.ts';

/** A socket of which a test says only what matters to it. */
export function rawSocket(fields: Partial<RawSocket> = {}): RawSocket {
  return {
    kind: 0,
    state: 1,
    local: [0, 0, 0, 0],
    localPort: 0,
    remote: [0, 0, 0, 0],
    remotePort: 0,
    receiveQueue: 0,
    sendQueue: 0,
    uid: 0,
    inode: 0,
    ...fields,
  };
}
