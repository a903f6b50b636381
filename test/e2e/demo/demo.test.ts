import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portolan } from '../program.fixture.ts';
import { startDemo, type RunningDemo } from './running-demo.fixture.ts';

interface Answered {
  readonly status: number;
  readonly text: string;
}

describe('portolan demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-demo-e2e-'));
  const listening = createServer();
  let demo: RunningDemo;
  let cookie = '';

  const ask = async (path: string, order?: object): Promise<Answered> => {
    const { origin } = demo.address;
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const body = order === undefined ? {} : { method: 'POST', body: JSON.stringify(order) };
    const response = await fetch(`${origin}/api/v1/${path}`, { headers, ...body });
    cookie ||= response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return { status: response.status, text: await response.text() };
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    demo = await startDemo(folder);
    const token = new URLSearchParams(demo.address.hash.slice(1)).get('token');
    await ask('session', { token });
  }, 30_000);
  afterAll(async () => {
    await demo.end('SIGKILL');
    listening.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says that all of it is invented, and shows it on the page', async () => {
    expect(demo.told()).toContain('there is no host db-3, and nothing of this machine is shown');
    const page = await (await fetch(demo.address.origin)).text();
    expect(page).toContain('<meta name="portolan-demonstration" content="db-3" />');
  });

  it('shows the invented host, and nothing of this machine', async () => {
    await expect.poll(async () => (await ask('audits/latest')).status, { timeout: 10_000 }).toBe(200);
    const sockets = await ask('sockets');
    const document = JSON.parse(sockets.text) as { host: string; sockets: { local: { port: number } }[] };
    const ports = document.sockets.map(({ local }) => local.port);
    const address = listening.address();
    expect(document.host).toBe('db-3');
    expect(ports).toContain(6379);
    expect(ports).not.toContain(Number(demo.address.port));
    expect(ports).not.toContain(typeof address === 'object' ? address?.port : 0);
    const all = [
      sockets,
      ...(await Promise.all(['glance', 'atlas', 'audits/latest', 'analyses'].map((one) => ask(one)))),
    ];
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(all.map(({ text }) => text).join()).not.toContain(`"${hostname()}"`);
    expect(all.map(({ text }) => text).join()).not.toContain(folder);
  });

  it('has read its log by itself, and shows lines of it', async () => {
    let text = '';
    await expect
      .poll(async () => ({ text } = await ask('analyses/1')).text, { timeout: 20_000 })
      .toContain('"state":"done"');
    expect(text).toContain('coordinated-scan');
    const evidence = await ask('analyses/1/evidence/0');
    expect(evidence.text).toContain('db-3 kernel: [');
  }, 25_000);

  it('answers what the page asks of a store without one, and asks nobody again', async () => {
    const timeline = await ask('ask/timeline?port=19&transport=udp&since=30d&bucket=1d');
    expect(timeline).toMatchObject({ status: 200, text: expect.stringContaining('"events":') });
    const other = await ask('ask/who-knocked?port=22');
    expect(other).toMatchObject({ status: 503, text: expect.stringContaining('keeps no store') });
    const check = await ask('audits/check', { host: 'db-3', port: 6379, check: 'redis.open' });
    expect(check).toMatchObject({ status: 503, text: expect.stringContaining('nobody can be asked again') });
  });

  it('writes into one temporary folder, which goes at Ctrl-C', async () => {
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^portolan-demo-/)]);
    expect(await demo.end('SIGINT')).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is for this machine alone', () => {
    const { code, err } = portolan(['demo', '--listen', '0.0.0.0:0']);
    expect(code).toBe(4);
    expect(err).toContain('for this machine alone');
  });
});
