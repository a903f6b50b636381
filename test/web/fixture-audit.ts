import { spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { PORTOLAN } from '../e2e/program.fixture.ts';

/** An audit by the built program of two servers that answer on loopback: a redis without a password, and a hostile banner. */
export async function auditOfTwo(): Promise<unknown> {
  const redis = await listen((socket) => {
    socket.on('data', (data) => {
      const text = data.toString();
      socket.write(/INFO/i.test(text) ? '$24\r\nredis_version:7.0.15\r\n\r\n\r\n' : '+PONG\r\n');
    });
  });
  const hostile = await listen((socket) => socket.write('220 <script>alert(1)</script>\u001b[2J\u202e ready\r\n'));
  const ports = [redis, hostile].map(portOf).join(',');
  try {
    return JSON.parse(await run(['audit', '127.0.0.1', '--ports', ports, '--json']));
  } finally {
    redis.close();
    hostile.close();
  }
}

function listen(greet: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    greet(socket);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(PORTOLAN, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', () => {
      resolve(Buffer.concat(pieces).toString());
    });
  });
}
