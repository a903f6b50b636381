import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter, type Budget } from '../conversation/budget.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { readReply } from '../conversation/replies.ts';
import { Transcript } from '../conversation/transcript.ts';
import { ownScope } from '../scope/scope.ts';
import { Guard, ScopeRefusal } from './guard.ts';
import { openConversation } from './tcp-conversation.ts';

const BUDGET: Budget = { maxMs: 2000, maxRounds: 2, maxBytesIn: 20_000, maxBytesOut: 100 };
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function open(
  port: number,
  budget: Partial<Budget> = {},
  address = '127.0.0.1',
): Promise<Conversation> & { transcript: Transcript; meter: Meter } {
  const now = (): number => performance.now();
  const meter = new Meter({ ...BUDGET, ...budget }, now);
  const transcript = new Transcript(now);
  const guard = new Guard(ownScope([], []), () => new Date());
  return Object.assign(openConversation({ address, port }, { guard, meter, transcript, tls: false }), {
    transcript,
    meter,
  });
}

describe('a conversation', () => {
  it('reads lines however they are cut, and what it said and heard is in the transcript', async () => {
    const port = await serve((socket) => {
      socket.write('220-hel');
      setTimeout(() => socket.write('lo\r\n220 ready\r\n'), 20);
    });
    const opening = open(port);
    const conversation = await opening;
    expect(await readReply(conversation)).toEqual({ code: 220, lines: ['hello', 'ready'] });
    await conversation.sendLine('PASS secret');
    await conversation.close();
    const said = opening.transcript.lines.map(({ direction, text }) => `${direction} ${text}`);
    expect(said.join('\n')).toContain('< lo');
    expect(said).toContain('> PASS [not shown]');
  });

  it('goes on after silence: who says nothing may be asked', async () => {
    const port = await serve((socket) => socket.on('data', () => socket.write('HTTP/1.0 400 Bad Request\r\n')));
    const conversation = await open(port);
    expect(await conversation.readLine(20)).toBe(null);
    expect(conversation.ending).toBe('silent');
    await conversation.sendLine('HEAD / HTTP/1.0');
    expect(await conversation.readLine()).toBe('HTTP/1.0 400 Bad Request');
    await conversation.close();
  });

  it('opens nothing outside the scope', async () => {
    const opening = open(80, {}, '192.0.2.1');
    await expect(opening).rejects.toThrow(ScopeRefusal);
    expect(opening.meter.rounds).toBe(0);
  });

  it('says why a connection did not come about', async () => {
    const port = await serve(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    await expect(open(port)).rejects.toMatchObject({ name: 'ConnectFailure', kind: 'refused' });
  });

  it('stops at the declared rounds and bytes', async () => {
    const port = await serve(() => undefined);
    const conversation = await open(port);
    await expect(conversation.send('x'.repeat(101))).rejects.toThrow(/more than 100 bytes/);
  });
});

describe('a hostile server', () => {
  it('that says nothing is silent', async () => {
    const conversation = await open(await serve(() => undefined));
    expect(await conversation.readLine(50)).toBeNull();
    expect(conversation.ending).toBe('silent');
  });

  it('that says one byte at a time is left when the time is over', async () => {
    const port = await serve((socket) => {
      const timer = setInterval(() => socket.write('a'), 30);
      socket.on('close', () => clearInterval(timer));
    });
    const conversation = await open(port, { maxMs: 300 });
    expect(await conversation.readLine()).toBeNull();
    expect(conversation.ending).toBe('out-of-time');
  });

  it('that never ends its line, or floods, costs no more than the budget', async () => {
    const port = await serve((socket) => void socket.write(Buffer.alloc(50_000_000, 0x61)));
    const opening = open(port);
    const conversation = await opening;
    expect(await conversation.readLine()).toBeNull();
    expect(conversation.ending).toBe('too-much');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(opening.meter.bytesIn).toBeLessThanOrEqual(20_000);
  });

  it('that closes at once, or resets, has ended', async () => {
    for (const leave of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
      const conversation = await open(await serve((socket) => void leave(socket))).catch(() => null);
      if (conversation === null) continue; // reset while connecting
      expect(await conversation.readLine()).toBeNull();
      expect(conversation.ending).toBe('closed');
    }
  });

  it('that answers TLS with garbage ends the conversation', async () => {
    const port = await serve((socket) => socket.on('data', () => socket.write('garbage\r\n')));
    const conversation = await open(port);
    expect(await conversation.startTls()).toBeNull();
    expect(await conversation.readLine()).toBeNull();
  });

  it('writes no escapes into the transcript', async () => {
    const port = await serve((socket) => void socket.write('\x1b]0;owned\x07\xff\x9b2J\r\n', 'latin1'));
    const opening = open(port);
    await (await opening).readLine();
    const text = JSON.stringify(opening.transcript.lines);
    expect(text).toContain(String.raw`\\x1b]0;owned\\x07\\xff\\x9b2J`);
  });
});
