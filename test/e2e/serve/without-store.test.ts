import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment, ROOT } from '../program.fixture.ts';

/** The program where nothing else is installed: no package of a store can be found from there. */
const folder = mkdtempSync(join(tmpdir(), 'portolan-alone-'));
const program = join(folder, 'bin', 'portolan');

function serve(...args: readonly string[]): ChildProcess {
  const all = ['serve', '--store', join(folder, 'store'), '--listen', '127.0.0.1:0', ...args];
  return spawn(process.execPath, [program, ...all], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
}

/** What it says until a line of it fits, or to its end. */
function said({ stderr }: ChildProcess, until: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let told = '';
    stderr?.on('data', (piece: Buffer) => {
      told += piece.toString();
      if (until.test(told)) resolve(told);
    });
    stderr?.on('end', () => resolve(told));
  });
}

beforeAll(() => {
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('serve without the package of a store', () => {
  it('shows its page all the same, says in one line what is missing, and refuses what needs a store with the reason', async () => {
    const server = serve();
    try {
      const told = await said(server, /listening on http/);
      expect(told.match(/^portolan: warning: .*$/gm)).toEqual([
        expect.stringMatching(/nothing is remembered, .*@duckdb\/node-api.* npm install @duckdb\/node-api/),
      ]);
      const { origin, hash } = new URL(/the page is (\S+)/.exec(told)?.[1] ?? '');
      const ask = (path: string): Promise<Response> =>
        fetch(origin + path, { headers: { cookie: `portolan=${hash.replace('#token=', '')}` } });
      for (const path of ['/', '/api/v1/glance', '/api/v1/explain?q=22', '/api/v1/audits/latest', '/api/v1/analyses'])
        expect([path, (await ask(path)).status]).toEqual([path, 200]);
      expect(await (await ask('/api/v1/atlas')).json()).toMatchObject({ logs: null });
      const refused = await ask('/api/v1/ask/top-ports?since=7d');
      expect([refused.status, await refused.json()]).toEqual([
        503,
        { error: expect.stringContaining('@duckdb/node-api') },
      ]);
      expect((await ask('/healthz')).status).toBe(503);
    } finally {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    }
  });

  it('fails where it was asked to store something', async () => {
    const server = serve('--keep-days', '30');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    expect(await said(server, /never/)).toContain('@duckdb/node-api');
    expect(await ended).toBe(3);
  });
});
