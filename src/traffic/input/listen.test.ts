import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until } from './input.fixture.ts';
import { dropsOf } from './kernel-drops.ts';
import { listenConnections, listenDatagrams } from './listen.ts';

function collector(): { messages: string[]; onMessage: (message: Buffer, sender: string) => void } {
  const messages: string[] = [];
  return { messages, onMessage: (message, sender) => messages.push(`${sender} ${message.toString('latin1')}`) };
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

describe('a listener for datagrams', () => {
  it('takes them on loopback, of either family', async () => {
    for (const address of ['127.0.0.1', '::1']) {
      const { messages, onMessage } = collector();
      const listener = await listenDatagrams({ address, port: 0, onMessage });
      expect(listener.address).toBe(address);
      const sender = createSocket(address === '::1' ? 'udp6' : 'udp4');
      sender.send('<13>one', listener.port, address);
      sender.send(Buffer.from([0, 9, 255]), listener.port, address);
      await until(() => messages.length === 2);
      expect(messages.toSorted()).toEqual([`${address} \0\tÿ`, `${address} <13>one`]);
      expect(listener.counts).toMatchObject({ messages: 2, bytes: 10 });
      if (process.platform === 'linux') expect(listener.counts.kernelDrops).toBe(0);
      sender.close();
      await listener.close();
      await listener.close();
    }
  });

  it.runIf(process.platform === 'linux')('counts what the kernel threw away', async () => {
    let messages = 0;
    const listener = await listenDatagrams({ port: 0, onMessage: () => messages++ });
    const sender = createSocket('udp4');
    const sent = 3000;
    await new Promise<void>((resolve) => {
      let open = sent;
      const datagram = Buffer.alloc(9000);
      for (let count = 0; count < sent; count++)
        sender.send(datagram, listener.port, '127.0.0.1', () => --open || resolve());
    });
    await until(() => messages + (listener.counts.kernelDrops ?? 0) >= sent);
    expect(messages + (listener.counts.kernelDrops ?? 0)).toBe(sent);
    expect(listener.counts.kernelDrops).toBeGreaterThan(0);
    sender.close();
    await listener.close();
  });

  it('says why it cannot listen', async () => {
    const { onMessage } = collector();
    const listener = await listenDatagrams({ port: 0, onMessage });
    await expect(listenDatagrams({ port: listener.port, onMessage })).rejects.toThrow(/cannot listen .* it is taken/);
    await expect(listenDatagrams({ address: '192.0.2.1', port: 0, onMessage })).rejects.toThrow(/does not have that/);
    await listener.close();
  });
});

describe('a listener for connections', () => {
  it('takes messages in both framings, and the one that was not ended', async () => {
    const { messages, onMessage } = collector();
    const listener = await listenConnections({ port: 0, onMessage });
    const [one, two] = [await connected(listener.port), await connected(listener.port)];
    one.write('5 <13>a');
    two.end('<13>b\n<13>c');
    await until(() => messages.length === 3);
    expect(messages.toSorted()).toEqual(['127.0.0.1 <13>a', '127.0.0.1 <13>b', '127.0.0.1 <13>c']);
    await until(() => listener.counts.connections === 1);
    expect(listener.counts).toMatchObject({ messages: 3, bytes: 18, refused: 0 });
    one.resetAndDestroy();
    await until(() => listener.counts.connections === 0);
    await listener.close();
  });

  it('has room for so many, and refuses the others', async () => {
    const listener = await listenConnections({ port: 0, onMessage: () => undefined });
    const sockets = await Promise.all(Array.from({ length: 260 }, async () => connected(listener.port)));
    await until(() => listener.counts.refused === 4);
    expect(listener.counts.connections).toBe(256);
    expect([...listener.notes]).toEqual([expect.stringMatching(/more than 256 connections/)]);
    await listener.close();
    for (const socket of sockets) socket.destroy();
  });
});

describe('drops of the kernel', () => {
  it('are those of all sockets of the port', () => {
    const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  101: 0100007F:0807 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 41234 2 0000000000000000 17
  102: 00000000:0807 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 41235 2 0000000000000000 3
  103: 00000000:0808 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 41236 2 0000000000000000 9`;
    expect(dropsOf(table, 2055)).toBe(20);
    expect(dropsOf(table, 2057)).toBeNull();
  });
});
