/**
 * Listens on TCP ports of one address, takes connections and says nothing, until its standard input ends.
 * node lab/open-ports.mjs ADDRESS PORT ...   It prints "ready" when all of them listen.
 */
import { createServer } from 'node:net';

const [address, ...ports] = process.argv.slice(2);
await Promise.all(
  ports.map(
    (port) =>
      new Promise((resolve, reject) => {
        const server = createServer((socket) => socket.on('error', () => undefined).resume());
        server.once('error', reject);
        server.listen(Number(port), address, resolve);
      }),
  ),
);
console.log('ready');
process.stdin.on('end', () => process.exit()).resume();
