import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readInterfaces } from '../network/own-addresses.ts';
import { openOutside } from './outside-namespace.ts';

const own = readInterfaces().addresses.filter(({ isLoopback, isLinkLocal }) => !isLoopback && !isLinkLocal);
const canMake = process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'ip', 'link']).status === 0;
if (!canMake) console.warn('skipped: the outside view (needs root, unshare and ip)');
if (own.length === 0) console.warn('skipped: the outside view of an own address (this machine has none but loopback)');

describe.skipIf(!canMake)('the namespace beside this machine', () => {
  it.skipIf(own.length === 0)('is a stranger to servers here, and leaves nothing behind', async () => {
    for (const { address, family } of own) {
      const outside = await openOutside([address], new Uint8Array([family, 2, 3, 4, 5]));
      let seen = '';
      const server = createServer((socket) => {
        seen = socket.remoteAddress ?? '';
        socket.end('hello');
      });
      await new Promise<void>((resolve) => server.listen(0, address, resolve));
      const bound = server.address();
      const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
      const script = `require('node:net').connect(${port}, '${address}').on('data', (x) => process.stdout.write(x))`;
      const [program, args] = outside.enter([process.execPath, '-e', script]);
      const { spawn } = await import('node:child_process');
      const child = spawn(program, args);
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
      await new Promise((resolve) => child.once('exit', resolve));
      server.close();
      await outside.close();
      expect(said).toBe('hello');
      expect(outside.addresses).toContain(seen);
      await expect
        .poll(() => spawnSync('ip', ['link', 'show', outside.interface]).status, { timeout: 5000 })
        .not.toBe(0);
    }
  });
});
