import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf } from './machine.fixture.ts';
import { PortSharing } from './port-sharing.ts';

describe('sockets on one address and port', () => {
  it('are counted, the same port on another address and connections apart', () => {
    const { table } = snapshotOf({
      tcp: [
        { local: '0.0.0.0:80', state: LISTEN, inode: 1 },
        { local: '0.0.0.0:80', state: LISTEN, inode: 2 },
        { local: '0.0.0.0:80', state: LISTEN, inode: 3 },
        { local: '127.0.0.1:80', state: LISTEN, inode: 4 },
        { local: '127.0.0.1:80', remote: '127.0.0.1:5', state: ESTABLISHED, inode: 5 },
      ],
      tcp6: [{ local: '[::]:80', state: LISTEN, inode: 6 }],
    });
    const sharing = new PortSharing(table);
    expect([0, 1, 2, 3, 4, 5].map((row) => sharing.socketsOn(row))).toEqual([3, 3, 3, 1, null, 1]);
  });
});
