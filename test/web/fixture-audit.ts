import { spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { PORTOLAN } from '../e2e/program.fixture.ts';

/** An audit by the built program of two servers on loopback: a redis without a password, and an FTP server that attacks whoever reads it. */
export async function auditOfTwo(): Promise<unknown> {
  const redis = await listen((socket) => {
    socket.on('data', (data) => {
      socket.write(redisAnswer(data.toString()));
    });
  });
  const hostile = await listen((socket) => {
    socket.write('220 FTP server <script>alert(1)</script>\u001b[2J\u202e ready\r\n');
    socket.on('data', (data) => {
      socket.write(ftpAnswer(data.toString()));
    });
  });
  const ports = [redis, hostile].map(portOf).join(',');
  try {
    return JSON.parse(await run(['audit', '127.0.0.1', '--ports', ports, '--json']));
  } finally {
    redis.close();
    hostile.close();
  }
}

function redisAnswer(asked: string): string {
  if (/ping/i.test(asked)) return '+PONG\r\n';
  if (/info/i.test(asked)) return '$36\r\n# Server\r\nredis_version:7.0.15\r\nos:Lin\r\n';
  return "-ERR unknown command 'GET'\r\n";
}

function ftpAnswer(asked: string): string {
  if (/^USER/i.test(asked)) return '331 any password\r\n';
  if (/^PASS/i.test(asked)) return '230 welcome \u001b]0;owned\u0007\r\n';
  return '502 not here\r\n';
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
