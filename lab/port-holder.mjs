/**
 * Holds a port in one of the ways in which programs do, until its standard input ends:   node port-holder.mjs ROLE PORT
 * Prints one line when it is in place: `ready`, and the pids of the processes it started.
 */
import { fork, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const [role, portText, ...words] = process.argv.slice(2);
const port = Number(portText);
const kept = [];

const ROLES = {
  async listen() {
    await listen();
  },
  /** Does not listen to SIGTERM. */
  async stubborn() {
    process.on('SIGTERM', () => undefined);
    await listen();
  },
  async udp() {
    const socket = createSocket('udp4').bind(port, '127.0.0.1');
    await once(socket, 'listening');
  },
  async client() {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
  },
  /** Three workers share its socket, as those of gunicorn and nginx do. */
  async forked() {
    const server = await listen();
    const workers = await Promise.all(
      [1, 2, 3].map(() => startChild('worker', (child) => child.send('socket', server))),
    );
    return workers.map(({ pid }) => pid);
  },
  async worker() {
    const [, server] = await once(process, 'message');
    kept.push(server);
    process.on('disconnect', () => undefined); // like a worker that its master leaves behind
  },
  /** Asked to end, it hands its socket on to a new process first, so that the port is never free. */
  async heir() {
    const server = await listen();
    const handOn = async () => {
      await startChild('worker', (child) => child.send('socket', server));
      process.exit();
    };
    process.on('SIGTERM', () => void handOn());
  },
  /** Listens, and runs a command: whoever that is asked to end is its own ancestor. */
  async ancestor() {
    await listen();
    const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    const [code] = await once(child, 'exit');
    return [code, JSON.stringify(said)];
  },
};

async function listen() {
  const server = createServer((socket) => kept.push(socket.on('error', () => undefined)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function startChild(childRole, prepare = () => undefined) {
  const child = fork(import.meta.filename, [childRole, String(port)], { stdio: ['inherit', 'pipe', 'inherit', 'ipc'] });
  prepare(child);
  await once(child.stdout, 'data');
  return child;
}

const told = (await ROLES[role]()) ?? [];
process.stdout.write(`${['ready', ...told].join(' ')}\n`);
process.stdin.on('end', () => process.exit()).resume();
