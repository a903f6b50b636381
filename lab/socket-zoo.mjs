/**
 * Holds one socket of every kind that a table can show, until its standard input ends:   node socket-zoo.mjs
 * Prints `ready` when all of them are in place.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const kept = [];

async function listen(port, host, ipv6Only = false) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy()); // a visitor that resets its connection
    kept.push(socket);
  });
  server.listen({ port, host, ipv6Only });
  await once(server, 'listening');
  kept.push(server);
  return server;
}

async function connectTo(port, host) {
  const socket = connect({ port, host, allowHalfOpen: true });
  await once(socket, 'connect');
  kept.push(socket);
  return socket;
}

async function bindUdp(type, port, address, peer) {
  const socket = createSocket(type);
  socket.bind(port, address);
  await once(socket, 'listening');
  if (peer !== undefined) {
    socket.connect(peer, address);
    await once(socket, 'connect');
  }
  kept.push(socket);
}

await listen(7001, '127.0.0.1');
await listen(7002, '::1');
await listen(7003, '::'); // dual-stack
await listen(7004, '::', true); // v6only without an IPv4 twin
await listen(7005, '0.0.0.0');
await listen(7006, '0.0.0.0'); // v6only beside an IPv4 twin
await listen(7006, '::', true);

await bindUdp('udp4', 7101, '127.0.0.1');
await bindUdp('udp6', 7102, '::1');
await bindUdp('udp4', 7103, '127.0.0.1', 7101);
await bindUdp('udp6', 7104, '::1', 7102);
await bindUdp('udp4', 7105, '0.0.0.0');
await bindUdp('udp6', 7106, '::');

for (let count = 0; count < 5; count++) await connectTo(7001, '127.0.0.1');
await connectTo(7002, '::1');
await connectTo(7003, '127.0.0.1'); // an IPv4 peer of an IPv6 socket
await connectTo(7003, '::1');

// One end hangs up and the other never does: FIN-WAIT-2 there, CLOSE-WAIT here.
const half = createServer({ allowHalfOpen: true }, (socket) => {
  kept.push(socket);
  socket.end();
});
half.listen(7007, '127.0.0.1');
await once(half, 'listening');
kept.push(half);
const left = await connectTo(7007, '127.0.0.1');
left.resume();
await once(left, 'end');

// Both hang up: TIME-WAIT stays behind the one that did first, and nobody holds it.
const brief = createServer((socket) => socket.resume());
brief.listen(7008, '127.0.0.1');
await once(brief, 'listening');
kept.push(brief);
const gone = connect(7008, '127.0.0.1');
await once(gone, 'connect');
gone.end().resume();
await once(gone, 'close');

// Nobody accepts: a listener in a thread that sleeps cannot be had, so the one who asks for it blocks its own process.
if (process.argv[2] === 'stuck') {
  const { spawn } = await import('node:child_process');
  const script = `require('net').createServer().listen(7009, '127.0.0.1', 8, () => {
    process.stdout.write('ready\\n', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000));
  });`;
  const stuck = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => stuck.kill('SIGKILL'));
  await once(stuck.stdout, 'data');
  await connectTo(7009, '127.0.0.1');
}

process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit());
process.stdin.on('end', () => process.exit()).resume();
