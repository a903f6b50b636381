import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScannedPort } from '../engine/scan.ts';
import type { UdpPayload } from '../engine/udp-payloads.ts';
import { ownScope } from '../scope/scope.ts';
import { Guard, ScopeRefusal } from './guard.ts';
import { scanUdp } from './udp-scan.ts';

const guard = new Guard(ownScope([], []), () => new Date());
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function bind(
  answer: (socket: Socket, port: number, request: Buffer) => void = () => undefined,
): Promise<number> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.on('message', (request, { port }) => answer(socket, port, request));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

async function closedPort(): Promise<number> {
  const port = await bind();
  sockets.pop()?.close();
  return port;
}

function payload(port: number, more: Partial<UdpPayload> = {}): [number, UdpPayload] {
  return [port, { port, protocol: 'test', source: 'this test', request: () => Buffer.from('hello'), ...more }];
}

async function scan(
  payloads: readonly [number, UdpPayload][],
  others: readonly number[] = [],
): Promise<{
  readonly states: ReadonlyMap<number, string>;
  readonly gaps: readonly string[];
  readonly probes: number;
}> {
  const results: ScannedPort[] = [];
  const ports = [...payloads.map(([port]) => port), ...others];
  const targets = [{ address: '127.0.0.1', ports, isOwn: true }];
  const deps = { guard, payloads: new Map(payloads) };
  const { gaps, probes } = await scanUdp(targets, deps, { port: (each) => results.push(each) });
  return { states: new Map(results.map(({ port, state, because }) => [port, `${state}: ${because}`])), gaps, probes };
}

describe('a scan of UDP ports', () => {
  it('tells open, closed and silent ports', async () => {
    const asked: string[] = [];
    const open = await bind((socket, port, request) => {
      asked.push(request.toString());
      socket.send('hello you', port, '127.0.0.1');
    });
    const silent = await bind();
    const closed = await closedPort();
    const { states, probes } = await scan([payload(open), payload(silent), payload(closed)]);
    expect(states.get(open)).toBe('open: answered with 9 bytes');
    expect(states.get(silent)).toBe('no-answer: no answer to 2 tries');
    expect(states.get(closed)).toBe('closed: refused');
    expect(asked).toEqual(['hello']);
    expect(probes).toBe(4);
  });

  it('hears an answer to the second try', async () => {
    let requests = 0;
    const lossy = await bind((socket, port) => {
      if (++requests === 2) socket.send('late', port, '127.0.0.1');
    });
    expect((await scan([payload(lossy)])).states.get(lossy)).toBe('open: answered with 4 bytes');
  });

  it('hears a service that answers from another port, and is told by ICMP that such a port is closed', async () => {
    const other = createSocket('udp4');
    sockets.push(other);
    await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve));
    const open = await bind((_, port) => other.send('data', port, '127.0.0.1'));
    const closed = await closedPort();
    const { states } = await scan([
      payload(open, { answersFromOtherPort: true }),
      payload(closed, { answersFromOtherPort: true }),
    ]);
    expect(states.get(open)).toBe('open: answered with 4 bytes');
    expect(states.get(closed)).toBe('closed: refused');
  });

  it('sends nothing to ports without a request, and says so', async () => {
    let heard = 0;
    const unknown = await bind(() => heard++);
    const { states, gaps, probes } = await scan([], [unknown]);
    expect(states.size).toBe(0);
    expect(gaps[0]).toBe(`127.0.0.1: UDP ports ${unknown} were not asked: no request is known that they would answer.`);
    expect([probes, heard]).toEqual([0, 0]);
  });

  it('sends nothing where one address is out of scope, and ends by a signal', async () => {
    let heard = 0;
    const port = await bind(() => heard++);
    const targets = ['127.0.0.1', '192.0.2.1'].map((address) => ({ address, ports: [port], isOwn: true }));
    const deps = { guard, payloads: new Map([payload(port)]) };
    await expect(scanUdp(targets, deps)).rejects.toThrow(ScopeRefusal);
    const own = targets.slice(0, 1);
    const never = await scanUdp(own, deps, {}, { signal: AbortSignal.abort() });
    expect(never).toMatchObject({ wasAborted: true, undecided: 1, probes: 0 });
    expect(heard).toBe(0);
    const midway = await scanUdp(own, deps, {}, { signal: AbortSignal.timeout(200) });
    expect(midway).toMatchObject({ wasAborted: true, undecided: 1, probes: 1 });
  });
});
