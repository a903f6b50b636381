/**
 * One process of the load: opens the sockets it is told of on loopback and keeps them until its standard input ends.
 *   node load-holder.mjs BASE_PORT PAIRS TCP6 UDP4 UDP6
 * It has one IPv4 listener on the base port, IPv6 listeners on the next ports, and is both ends of its connections.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const CONNECTING_AT_ONCE = 100;

const [basePort, pairs, tcp6, udp4, udp6] = process.argv.slice(2).map(Number);
const kept = [];

const server = createServer((socket) => kept.push(socket));
server.listen(basePort, '127.0.0.1');
await once(server, 'listening');
kept.push(server);

for (let count = 1; count <= tcp6; count++) {
  const listener = createServer().listen({ port: basePort + count, host: '::', ipv6Only: true });
  await once(listener, 'listening');
  kept.push(listener);
}
for (let count = 0; count < udp4 + udp6; count++) {
  const socket = createSocket(count < udp4 ? 'udp4' : 'udp6');
  socket.bind(0, count < udp4 ? '127.0.0.1' : '::1');
  await once(socket, 'listening');
  kept.push(socket);
}
for (let opened = 0; opened < pairs; opened += CONNECTING_AT_ONCE) {
  const batch = Array.from({ length: Math.min(CONNECTING_AT_ONCE, pairs - opened) }, () =>
    connect(basePort, '127.0.0.1'),
  );
  await Promise.all(batch.map((socket) => once(socket, 'connect')));
  kept.push(...batch);
}
while (kept.length < 1 + tcp6 + udp4 + udp6 + 2 * pairs) await new Promise((resolve) => setTimeout(resolve, 5));

process.stdout.write('ready\n');
process.stdin.on('end', () => process.exit()).resume();
