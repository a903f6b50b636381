import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Progress, ScannedPort, ScanSummary } from '../engine/scan.ts';
import { ownScope } from '../scope/scope.ts';
import type { AttemptEnded, Connector } from './connector.ts';
import { selfTest } from './fast-engine.ts';
import { Guard, ScopeRefusal } from './guard.ts';
import { isSelfConnection } from './self-connection.ts';
import { SocketConnector } from './socket-connector.ts';
import { scanTcp, type TcpScanOptions } from './tcp-scan.ts';

const guard = new Guard(ownScope([], []), () => new Date());
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function serve(onConnection: (socket: Socket) => void = () => undefined, host = '127.0.0.1'): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** A port nobody listens on: it was given to a server that is closed again. */
async function closedPort(): Promise<number> {
  const port = await serve();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

interface Seen {
  readonly summary: ScanSummary;
  readonly results: readonly ScannedPort[];
  readonly progress: readonly Progress[];
}

async function scan(ports: readonly number[], options: TcpScanOptions = {}, address = '127.0.0.1'): Promise<Seen> {
  const results: ScannedPort[] = [];
  const progress: Progress[] = [];
  const on = { port: (each: ScannedPort) => results.push(each), progress: (each: Progress) => progress.push(each) };
  const summary = await scanTcp([{ address, ports, isOwn: true }], { guard }, on, options);
  return { summary, results, progress };
}

describe.each(['ordinary', 'fast'] as const)('the %s engine', (engine) => {
  it('tells open ports from closed ones, with what it rests on', async () => {
    const open = await serve();
    const resetting = await serve((socket) => socket.resetAndDestroy());
    const closed = await closedPort();
    const { summary, results, progress } = await scan([open, closed, resetting], { engine });
    const states = new Map(results.map(({ port, state }) => [port, state]));
    expect(states).toEqual(
      new Map([
        [open, 'open'],
        [resetting, 'open'],
        [closed, 'closed'],
      ]),
    );
    expect(results.find(({ port }) => port === closed)).toMatchObject({ address: '127.0.0.1', because: 'refused' });
    expect(summary).toMatchObject({
      counts: { open: 2, closed: 1 },
      undecided: 0,
      wasAborted: false,
      engine,
      gaps: [],
    });
    expect(progress.at(-1)).toEqual({ done: 3, total: 3, open: 2, eta: 0 });
  });

  it('leaves nothing open, sends nothing, and no connection waits on our side', async () => {
    const ends: string[] = [];
    const port = await serve((socket) => {
      socket.on('data', () => ends.push('data'));
      socket.on('error', (error: NodeJS.ErrnoException) => ends.push(error.code ?? ''));
    });
    await scan([port], { engine });
    await expect.poll(() => ends).toEqual(['ECONNRESET']);
  });

  it('asks IPv6 addresses too', async ({ skip }) => {
    const port = await serve(undefined, '::1').catch(() => 0);
    if (port === 0) skip('this machine has no ::1');
    const { results } = await scan([port], { engine }, '::1');
    expect(results).toEqual([{ address: '::1', port, state: 'open', because: 'connected' }]);
  });

  it('puts back how deep stacks are traced, and warns of nothing', async () => {
    const before = Error.stackTraceLimit;
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    await scan([await closedPort()], { engine });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(Error.stackTraceLimit).toBe(before);
    expect(warnings).toEqual([]);
  });

  it('is ended by a signal, and says what is undecided', async () => {
    const ports = Array.from({ length: 2000 }, (_, index) => 61_000 + index);
    const lower = { own: { concurrency: 10, perSecond: 20, timeoutFloor: 100 } };
    const limits = { ...lower, remote: lower.own, remotePerSecond: 20 };
    const ending = AbortSignal.timeout(300);
    const { summary, results } = await scan(ports, { engine, limits, signal: ending });
    expect(summary.wasAborted).toBe(true);
    expect(results.length).toBeLessThan(100);
    expect(summary.undecided).toBe(2000 - results.length);
    const never = await scan(ports, { engine, signal: AbortSignal.abort() });
    expect(never.summary).toMatchObject({ wasAborted: true, probes: 0, undecided: 2000 });
  });
});

describe('a scan', () => {
  it('sends nothing at all where one of its addresses is out of scope, or no address', async () => {
    let connections = 0;
    const port = await serve(() => connections++);
    for (const address of ['192.0.2.1', 'localhost', '']) {
      const targets = [
        { address: '127.0.0.1', ports: [port], isOwn: true },
        { address, ports: [port], isOwn: true },
      ];
      await expect(scanTcp(targets, { guard })).rejects.toThrow(ScopeRefusal);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(connections).toBe(0);
  });

  it('does not ask again what its journal has decided, and closes it', async () => {
    const open = await serve();
    const [first, second] = [await closedPort(), await closedPort()];
    const recorded: ScannedPort[] = [];
    let isClosed = false;
    const decided: ScannedPort = { address: '127.0.0.1', port: first, state: 'open', because: 'connected' };
    const journal = {
      decided: [decided],
      record: (each: ScannedPort) => recorded.push(each),
      close: () => {
        isClosed = true;
        return Promise.resolve('The disk is full.');
      },
    };
    const results: ScannedPort[] = [];
    const summary = await scanTcp(
      [{ address: '127.0.0.1', ports: [open, first, second], isOwn: true }],
      { guard, journal },
      { port: (each) => results.push(each) },
    );
    expect(results[0]).toEqual(decided);
    expect(new Set(recorded.map(({ port }) => port))).toEqual(new Set([open, second]));
    expect(summary).toMatchObject({ counts: { open: 2, closed: 1 }, probes: 2, gaps: ['The disk is full.'] });
    expect(isClosed).toBe(true);
  });

  it('closes its journal where it is refused', async () => {
    let isClosed = false;
    const journal = {
      decided: [],
      record: () => undefined,
      close: () => {
        isClosed = true;
        return Promise.resolve(null);
      },
    };
    await expect(scanTcp([{ address: '192.0.2.1', ports: [1], isOwn: false }], { guard, journal })).rejects.toThrow(
      ScopeRefusal,
    );
    expect(isClosed).toBe(true);
  });
});

describe('the self-test of the fast engine', () => {
  it('passes a connector that tells open from closed', async () => {
    expect(await selfTest((ended) => new SocketConnector(ended))).toBeNull();
  });

  it('finds out one that says the same of both, or nothing, or throws', async () => {
    const saying = (code: string | null): ((ended: AttemptEnded) => Connector) => {
      return (ended) => ({
        name: 'fast',
        connect: (slot) => ended(slot, code, 0),
        abandon: () => undefined,
        close: () => undefined,
      });
    };
    expect(await selfTest(saying(null))).toContain('a closed port of loopback ended with a connection');
    expect(await selfTest(saying('EINVAL'))).toContain('an open port of loopback ended with EINVAL');
    const throwing = (): Connector => {
      throw new Error('no such thing');
    };
    expect(await selfTest(throwing)).toContain('no such thing');
  });
});

describe('a connection that met itself', () => {
  it('is told from others', async () => {
    const port = await closedPort();
    const self = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.1', localPort: port });
    sockets.push(self);
    await new Promise((resolve, reject) => self.once('connect', resolve).once('error', reject));
    const local = { address: self.localAddress, port: self.localPort };
    expect(isSelfConnection(local, { address: '127.0.0.1', port })).toBe(true);
    expect(isSelfConnection({ ...local, port: port - 1 }, { address: '127.0.0.1', port })).toBe(false);
    expect(isSelfConnection({ address: 'fe80::1', port }, { address: 'FE80::1%lo', port })).toBe(true);
  });
});
