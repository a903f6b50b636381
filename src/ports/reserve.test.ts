import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { availability } from './availability.ts';
import { errorCode, NoFreePortError, PortBusyError } from './ports-error.ts';
import { reserveInRange, reservePort, reservePorts, type Reservation } from './reserve.ts';

const open: (Reservation | Server)[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('release' in one) await one.release();
    else one.close();
  }
});

/** Released when the test ends. */
function kept(reservation: Reservation): Reservation {
  open.push(reservation);
  return reservation;
}

async function serve(port: number, host?: string): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined).end('hello')).listen({ port, host });
  open.push(server);
  await once(server, 'listening');
  return server;
}

async function reply(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  try {
    let text = '';
    for await (const piece of socket) text += String(piece);
    return text;
  } catch (error) {
    return errorCode(error);
  }
}

describe('a reserved port', () => {
  it('refuses clients until its server listens, and then the server gets them, not the holder', async () => {
    const { port } = kept(await reservePort());
    expect(await reply(port)).toBe('ECONNREFUSED');
    await serve(port);
    expect(await reply(port)).toBe('hello');
  });

  it.each(['127.0.0.1', '0.0.0.0'])('is there for a server on %s that names it', async (host) => {
    const { port } = kept(await reservePort());
    await serve(port, host);
    expect(await reply(port)).toBe('hello');
  });

  it('is not given to another reservation, in a range or not, until it is released', async () => {
    const first = kept(await reservePort());
    expect(await availability(first.port)).toBe('busy');
    await expect(reserveInRange(first.port, first.port)).rejects.toThrow(PortBusyError);
    await first.release();
    await first.release(); // once more does no harm
    expect(await availability(first.port)).toBe('free');
    const second = kept(await reserveInRange(first.port, first.port));
    expect(second.port).toBe(first.port);
  });

  it('is handed over when the server listens, and not before', async () => {
    const reservation = kept(await reservePort());
    await expect(reservation.handOver({ timeout: 0 })).rejects.toThrow(`:${reservation.port} refuses connections`);
    expect(await availability(reservation.port)).toBe('busy');
    const server = await serve(reservation.port);
    await reservation.handOver();
    server.close();
    await once(server, 'close');
    expect(await availability(reservation.port)).toBe('free');
  });
});

describe('several ports', () => {
  it('are all different', async () => {
    const ports = (await reservePorts(60)).map((one) => kept(one).port);
    expect(new Set(ports).size).toBe(60);
  });

  it.each([0, -1, 1.5, 65_536, Number.NaN])('are never %d', async (count) => {
    await expect(reservePorts(count)).rejects.toThrow(RangeError);
  });
});

describe('a range', () => {
  it('gives its lowest port that is neither used nor reserved', async () => {
    // Three neighbours that are free now: asked for until found, since others may use any.
    const [a, b, c] = await neighbours();
    const server = await serve(a, '127.0.0.1');
    const second = kept(await reserveInRange(a, c));
    const third = kept(await reserveInRange(a, c));
    expect([second.port, third.port]).toEqual([b, c]);
    await expect(reserveInRange(a, c)).rejects.toThrow(NoFreePortError);
    server.close();
  });

  it.each([
    [0, 10],
    [10, 9],
    [1, 65_536],
    [1.5, 3],
  ])('from %d to %d is none', async (from, to) => {
    await expect(reserveInRange(from, to)).rejects.toThrow(RangeError);
  });
});

async function neighbours(): Promise<[number, number, number]> {
  for (let port = 21_000; port < 32_000; port += 3) {
    const states = await Promise.all([port, port + 1, port + 2].map(async (one) => availability(one)));
    if (states.every((state) => state === 'free')) return [port, port + 1, port + 2];
  }
  throw new Error('no three neighbours are free on this machine');
}
