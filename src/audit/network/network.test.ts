import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { BudgetExceeded, Meter } from '../conversation/budget.ts';
import { Transcript } from '../conversation/transcript.ts';
import { ownScope } from '../scope/scope.ts';
import { Guard } from './guard.ts';
import { GuardedNetwork, type OpenedNetwork } from './network.ts';

const servers: Server[] = [];
const now = (): number => performance.now();

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function open(): OpenedNetwork {
  const guard = new Guard(ownScope([], []), () => new Date());
  const meter = new Meter({ maxMs: 5000, maxRounds: 9, maxBytesIn: 100, maxBytesOut: 100 }, now);
  return new GuardedNetwork(guard).open(meter, new Transcript(now));
}

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'string' ? 0 : (address?.port ?? 0);
}

describe('a network that was closed', () => {
  it('opens nothing more for a check that goes on', async () => {
    const network = open();
    network.close();
    const endpoint = { address: '127.0.0.1', port: 9 };
    const options = { waitMs: 10, maxAnswers: 1, anyPort: false, tries: 1, reply: null };
    await expect(network.connect(endpoint, false)).rejects.toThrow(BudgetExceeded);
    await expect(network.exchange(endpoint, new Uint8Array(1), options)).rejects.toThrow(BudgetExceeded);
    await expect(network.openCanary('127.0.0.1')).rejects.toThrow(BudgetExceeded);
    await expect(network.broadcastDhcp('lo', () => new Uint8Array(1), 10)).rejects.toThrow(BudgetExceeded);
  });

  it('closes a connection that came about in the meantime', async () => {
    let closed: (value: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => (closed = resolve));
    const port = await listen((socket) => {
      socket.on('error', () => undefined).on('close', () => closed('closed'));
      socket.resume();
    });
    const network = open();
    const connecting = network.connect({ address: '127.0.0.1', port }, false);
    network.close();
    await connecting;
    await expect(ended).resolves.toBe('closed');
  });
});
