import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED } from './machine.fixture.ts';
import { isHeld, portUseOf } from './port-use.ts';

const SNAPSHOT = snapshotOf({
  tcp: [
    { local: '127.0.0.1:18080', state: LISTEN, inode: 1 },
    { local: '127.0.0.1:8080', state: LISTEN, inode: 2 },
    { local: '127.0.0.1:8080', remote: '127.0.0.1:40000', state: ESTABLISHED, inode: 3 },
    { local: '127.0.0.1:40000', remote: '127.0.0.1:8080', state: ESTABLISHED, inode: 4 },
    { local: '127.0.0.1:8080', remote: '127.0.0.1:40001', state: TIME_WAIT },
    { local: '127.0.0.1:8080', remote: '127.0.0.1:40002', state: ESTABLISHED }, // not yet accepted
  ],
  tcp6: [{ local: '[::1]:8080', state: LISTEN, inode: 5 }],
  udp: [
    { local: '0.0.0.0:8080', state: UNCONNECTED, inode: 6 },
    { local: '10.0.0.1:5000', remote: '10.0.0.2:8080', state: ESTABLISHED, inode: 7 },
    { local: '10.0.0.1:5000', state: UNCONNECTED, inode: 8 },
  ],
  processes: [
    { pid: 30, name: 'server', holds: [2, 3, 5] },
    { pid: 20, name: 'worker', holds: [2] },
    { pid: 40, name: 'client', holds: [4] },
    { pid: 50, name: 'other', holds: [1] },
    { pid: 60, name: 'resolver', holds: [6, 7, 8] },
  ],
});

describe('how a port is used', () => {
  it('names whoever holds a socket that waits on it, on any address, and no client', () => {
    expect(portUseOf(SNAPSHOT, { port: 8080, transport: 'tcp' })).toMatchObject({
      pids: [20, 30],
      clients: 2,
      closing: 1,
    });
    expect(portUseOf(SNAPSHOT, { port: 8080, transport: 'tcp' }).waiting).toHaveLength(2);
  });

  it('tells transports apart', () => {
    expect(portUseOf(SNAPSHOT, { port: 8080, transport: 'udp' })).toMatchObject({ pids: [60], clients: 0 });
    expect(portUseOf(SNAPSHOT, { port: 5000, transport: 'udp' })).toMatchObject({ pids: [60], clients: 1 });
  });

  it('never takes a part of a number for the number: 1808 and 808 are not 18080', () => {
    for (const port of [1808, 808, 80, 8, 180]) {
      expect(isHeld(SNAPSHOT, { port, transport: 'tcp' }), String(port)).toBe(false);
    }
    expect(isHeld(SNAPSHOT, { port: 18080, transport: 'tcp' })).toBe(true);
  });

  it('is not held by a connection that goes out from it', () => {
    expect(portUseOf(SNAPSHOT, { port: 40000, transport: 'tcp' })).toMatchObject({ waiting: [], pids: [], clients: 1 });
  });
});
