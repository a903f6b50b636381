import { describe, expect, it } from 'vitest';
import { CLOSE_WAIT, ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED } from './machine.fixture.ts';
import { unownedReason } from './unowned.ts';

describe('why nobody holds a socket', () => {
  it.each([
    ['time-wait', TIME_WAIT],
    ['not-accepted', ESTABLISHED],
    ['not-accepted', CLOSE_WAIT],
    ['handshake', 3],
    ['handshake', 12],
    ['closing', 4],
  ])('is %s for a socket without an inode in state %d', (reason, state) => {
    const { table } = snapshotOf({ tcp: [{ local: '10.0.0.1:80', remote: '10.0.0.2:5', state, inode: 0 }] });
    expect(unownedReason(table, 0)).toBe(reason);
  });

  it('is not asked of a socket that has an inode, nor of UDP', () => {
    const { table } = snapshotOf({
      tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 5 }],
      udp: [{ local: '0.0.0.0:53', state: UNCONNECTED, inode: 0 }],
    });
    expect([unownedReason(table, 0), unownedReason(table, 1)]).toEqual([null, null]);
  });
});
