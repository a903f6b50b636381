import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from '../conversation/budget.ts';
import { Transcript } from '../conversation/transcript.ts';
import { ownScope } from '../scope/scope.ts';
import { exchangeDatagram, type ExchangeOptions } from './datagrams.ts';
import { Guard } from './guard.ts';

const now = (): number => performance.now();
const servers: Socket[] = [];

async function serve(heard: (bytes: Buffer, port: number, socket: Socket) => void): Promise<number> {
  const socket = createSocket('udp4');
  servers.push(socket);
  socket.on('message', (bytes, { port }) => heard(bytes, port, socket));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

function exchange(port: number, options: Partial<ExchangeOptions>, meter: Meter): ReturnType<typeof exchangeDatagram> {
  const settings = { waitMs: 300, maxAnswers: 1, anyPort: false, tries: 1, reply: null, ...options };
  const guard = new Guard(ownScope([], []), () => new Date());
  const transcript = new Transcript(now);
  return exchangeDatagram({ address: '127.0.0.1', port }, Buffer.from('ask'), { guard, meter, transcript }, settings);
}

const meterOf = (maxRounds = 4): Meter => new Meter({ maxMs: 4000, maxRounds, maxBytesIn: 100, maxBytesOut: 100 }, now);

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('exchangeDatagram', () => {
  it('asks again where nothing came, and counts each try', async () => {
    let count = 0;
    const port = await serve((_, from, socket) => (++count === 2 ? socket.send('late', from, '127.0.0.1') : undefined));
    const meter = meterOf();
    const { answers } = await exchange(port, { tries: 3 }, meter);
    expect(answers.map(({ bytes }) => String(bytes))).toEqual(['late']);
    expect([meter.rounds, meter.bytesOut, count]).toEqual([2, 6, 2]);
  });

  it('does not ask oftener than its budget allows', async () => {
    const port = await serve(() => undefined);
    await expect(exchange(port, { tries: 9, waitMs: 20 }, meterOf(2))).rejects.toThrow('more than 2');
  });

  it('tells of a host to which no way leads, and does not throw', async () => {
    const guard = new Guard(
      { ...ownScope([], []), allow: [{ family: 6, words: [0xfe80_0000, 0, 0, 0], length: 10 }] },
      () => new Date(),
    );
    const transcript = new Transcript(now);
    const settings = { waitMs: 100, maxAnswers: 1, anyPort: false, tries: 1, reply: null };
    // A zone that no interface has: the system refuses to connect, as it does where no route is.
    const endpoint = { address: 'fe80::1%nowhere9', port: 9 };
    const answers = await exchangeDatagram(
      endpoint,
      Buffer.from('ask'),
      { guard, meter: meterOf(), transcript },
      settings,
    );
    expect(answers).toEqual({ answers: [], isRefused: false });
    expect(transcript.lines.map(({ text }) => text).join(' ')).toContain('could not be sent');
  });

  it('says something to an answer, where it came from', async () => {
    const said: string[] = [];
    const second = createSocket('udp4');
    servers.push(second);
    second.on('message', (bytes) => said.push(String(bytes)));
    second.bind(0, '127.0.0.1');
    const port = await serve((_, from) => second.send('from elsewhere', from, '127.0.0.1'));
    const { answers } = await exchange(port, { anyPort: true, reply: () => Buffer.from('thanks') }, meterOf());
    expect(answers[0]?.port).toBe(second.address().port);
    await expect.poll(() => said).toEqual(['thanks']);
  });

  it('takes no answer from another port unless told so', async () => {
    const second = createSocket('udp4');
    servers.push(second);
    const port = await serve((_, from) => second.send('from elsewhere', from, '127.0.0.1'));
    expect((await exchange(port, {}, meterOf())).answers).toEqual([]);
  });

  it('is told where nothing listens', async () => {
    const port = await serve(() => undefined);
    servers.pop()?.close();
    expect(await exchange(port, {}, meterOf())).toEqual({ answers: [], isRefused: true });
  });
});
