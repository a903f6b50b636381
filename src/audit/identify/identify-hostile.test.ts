import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Guard } from '../network/guard.ts';
import { GuardedNetwork } from '../network/network.ts';
import { ownScope } from '../scope/scope.ts';
import { IDENTIFY_BUDGET, identifyService, type Identification } from './identify.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Identifies a server on loopback; `onConnection` is all that it does. */
async function identify(onConnection: (socket: Socket) => void): Promise<Identification> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const guard = new Guard(ownScope([], []), () => new Date());
  const task = { endpoint: { address: '127.0.0.1', port }, transport: 'tcp' as const };
  return identifyService(task, new GuardedNetwork(guard), { fingerprints: [] });
}

function expectBounded({ bytesIn, bytesOut, rounds, milliseconds }: Identification): void {
  expect(bytesIn).toBeLessThanOrEqual(IDENTIFY_BUDGET.maxBytesIn);
  expect(bytesOut).toBeLessThanOrEqual(IDENTIFY_BUDGET.maxBytesOut);
  expect(rounds).toBeLessThanOrEqual(IDENTIFY_BUDGET.maxRounds);
  // Twice as long: other tests run beside this one.
  expect(milliseconds).toBeLessThan(2 * IDENTIFY_BUDGET.maxMs);
}

describe('a hostile server on a real socket', { timeout: 60_000 }, () => {
  it.each<[string, (socket: Socket) => void]>([
    ['floods', (socket) => void socket.write(Buffer.alloc(20_000_000, 0x61))],
    ['floods when asked', (socket) => socket.on('data', () => socket.write(Buffer.alloc(20_000_000, 0x41)))],
    ['closes at once', (socket) => void socket.end()],
    ['resets at once', (socket) => void socket.resetAndDestroy()],
    ['closes when asked', (socket) => socket.on('data', () => socket.end())],
    [
      'answers TLS with garbage',
      (socket) => socket.on('data', () => socket.write(Buffer.from('160303ffffdeadbeef', 'hex'))),
    ],
    [
      'says one byte at a time',
      (socket) => {
        const timer = setInterval(() => socket.write('a'), 30);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is unknown, within the budget', async (_, onConnection) => {
    const found = await identify(onConnection);
    expect(found.service).toBeNull();
    expect(found.why).toMatch(/^(?:It |No connection: )/);
    expect(found.why).not.toContain('did not expect');
    expectBounded(found);
  });

  it('that greets and then floods is known by its greeting', async () => {
    const found = await identify((socket) => {
      socket.write('SSH-2.0-x\r\n');
      socket.write(Buffer.alloc(20_000_000, 0x61));
    });
    expect(found.service).toMatchObject({ name: 'ssh' });
    expectBounded(found);
  });
});
