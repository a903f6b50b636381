/**
 * Uses up client ports and says how many it got, then holds them:
 *
 *   node client-ports.mjs serve PORT...           accepts on 127.0.0.1
 *   node client-ports.mjs connect PORT [COUNT]    connections to 127.0.0.1:PORT
 *   node client-ports.mjs time-wait PORT [COUNT]  the same, closed from this side
 *   node client-ports.mjs listen COUNT            listen(0) on every address
 *   node client-ports.mjs udp COUNT               UDP sockets
 *
 * The line it prints is the number, and the code of the error that ended it or "done".
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const [what, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const held = [];

const WAYS = {
  async connect(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    held.push(socket.on('error', () => {}));
  },
  async 'time-wait'(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.resume().end();
    await once(socket, 'close');
  },
  async listen() {
    const server = createServer().listen(0);
    await once(server, 'listening');
    held.push(server);
  },
  async udp() {
    const socket = createSocket('udp4').bind(0);
    await once(socket, 'listening');
    held.push(socket);
  },
};

process.stdin.resume().on('end', () => process.exit());
if (what === 'serve') {
  for (const port of numbers) {
    const server = createServer((socket) => socket.on('error', () => {}).resume()).listen({
      port,
      host: '127.0.0.1',
      backlog: 1024,
    });
    await once(server, 'listening');
  }
  process.stdout.write('ready\n');
} else {
  const count = numbers.at(what === 'connect' || what === 'time-wait' ? 1 : 0) ?? Number.POSITIVE_INFINITY;
  let got = 0;
  let ended = 'done';
  try {
    while (got < count) {
      await WAYS[what](numbers[0]);
      got++;
    }
  } catch (error) {
    ended = error.code;
  }
  process.stdout.write(`${got} ${ended}\n`);
}
