import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCollectorAddress } from '../../src/ingest/collector-address.ts';
import { CollectorClient } from '../../src/ingest/collector-client.ts';
import { portolan, type Ran } from '../../test/e2e/program.fixture.ts';
import { freePort, startServe, type RunningServer } from '../serve/running-server.fixture.ts';
import { addSensors, SendingSensors, whatSensorsSent, whatStoreHas } from '../serve/sending-sensors.fixture.ts';
import { Cluster, whyNoCluster } from './cluster.ts';
import { freshStore, type FreshStore } from './fresh-store.fixture.ts';

const isFull = process.env['PORTOLAN_LAB'] === 'full';
const whyNot = isFull ? await whyNoCluster() : null;
if (!isFull) console.warn('skipped: portolan serve over a ClickHouse that is killed; npm run test:lab does it');
else if (whyNot !== null) console.warn(`skipped: ${whyNot}, so no collector can be had over ClickHouse`);

const TIMEOUT = 600_000;
const SENSORS = 4;
const ROWS = 300;
const AWAY_MS = 10_000;
const ALL = ['s1r1', 's1r2', 's2r1', 's2r2'];

interface Health {
  readonly status: string;
  readonly problems: readonly string[];
  readonly store: { readonly rows: number; readonly ledgerRows: number | null } | null;
}

describe.skipIf(!isFull || whyNot !== null)(
  'portolan serve over two shards of two replicas',
  { timeout: TIMEOUT },
  () => {
    let [folder, url] = ['', ''];
    let cluster: Cluster;
    let fresh: FreshStore;
    let server: RunningServer;
    let reader = '';

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'portolan-cluster-serve-'));
      cluster = await Cluster.start();
      fresh = await freshStore(cluster, ALL);
      addSensors(folder, SENSORS);
      reader = run('readers', 'add', 'me', '--store', fresh.location).out.trim();
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      server = await startServe(['--store', fresh.location, '--listen', `127.0.0.1:${port}`], {
        STATE_DIRECTORY: folder,
      });
    }, TIMEOUT);

    afterAll(async () => {
      server?.process.kill('SIGKILL');
      await server?.ended;
      await fresh?.store.close();
      await cluster?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const run = (...words: readonly string[]): Ran => portolan(words, { env: { STATE_DIRECTORY: folder } });

    async function get(path: string, at = url, token: string | null = null): Promise<{ status: number; body: string }> {
      const client = new CollectorClient({ address: parseCollectorAddress(at), token, timeoutMs: 60_000 });
      try {
        return await client.ask({ method: 'GET', path });
      } finally {
        client.close();
      }
    }

    /** As its owner sees it. */
    const health = async (): Promise<Health> =>
      JSON.parse((await get('/healthz', `unix:${join(folder, 'serve.sock')}`)).body) as Health;

    async function untilHealth(isSo: (health: Health) => boolean): Promise<Health> {
      for (let tries = 0; ; tries++) {
        const now = await health();
        if (isSo(now) || tries === 120) return now;
        await pause(500);
      }
    }

    it('shows the page, and loses nothing that it acknowledged when all of ClickHouse is killed', async () => {
      expect(server.said()).toContain(`/${fresh.database}`);
      expect(await get('/')).toMatchObject({ status: 200, body: expect.stringContaining('<html') as string });
      expect(await untilHealth(({ status }) => status === 'ok')).toMatchObject({
        problems: [],
        store: { rows: 0, ledgerRows: 0 },
      });
      const sensors = new SendingSensors(url, SENSORS, ROWS);
      while (sensors.acknowledged < 20) await pause(20);
      const servers = ALL.map((name) => cluster.daemon(name));
      await Promise.all(servers.map((daemon) => daemon.kill()));
      await pause(AWAY_MS / 2);
      const away = await health();
      console.log(JSON.stringify(away));
      expect(away.status).not.toBe('ok');
      expect(away.problems.join('\n')).toMatch(/store/);
      const metrics = await get('/metrics', `unix:${join(folder, 'serve.sock')}`);
      expect(metrics.status).toBe(200);
      const asked = await get('/api/v1/ask/top-ports?since=all', url, reader);
      expect([asked.status, asked.body]).toEqual([503, expect.stringMatching(/clickhouse|store/i) as string]);
      await pause(AWAY_MS / 2);
      await Promise.all(servers.map((daemon) => daemon.start()));
      const before = sensors.acknowledged;
      for (let tries = 0; sensors.acknowledged < before + 20 && tries < 600; tries++) await pause(100);
      const acknowledged = await sensors.stop();
      expect(sensors.acknowledged).toBeGreaterThanOrEqual(before + 20);
      const rows = sensors.acknowledged * ROWS;
      const after = await untilHealth(({ status, store }) => status === 'ok' && store?.rows === rows);
      expect(after).toMatchObject({ status: 'ok', problems: [], store: { rows, ledgerRows: rows } });
      expect(await whatStoreHas(fresh.store)).toEqual(whatSensorsSent(acknowledged, ROWS));
      console.log(
        `${sensors.acknowledged} batches acknowledged, ${sensors.failed} tries came to nothing, all there once`,
      );
    });

    it('answers the same by the collector, by the command and from the store itself', async () => {
      const asked = await get('/api/v1/ask/timeline?since=all&bucket=1d', url, reader);
      expect(asked.status).toBe(200);
      const command = run('ask', 'timeline', '--since', 'all', '--bucket', '1d', '--json', '--store', fresh.location);
      expect([command.code, command.err]).toEqual([0, '']);
      const [one, other] = [asked.body, command.out].map(
        (text) => JSON.parse(text) as { parts: { rows: unknown[] }[] },
      );
      expect(one?.parts[0]?.rows.length).toBeGreaterThan(0);
      expect(one?.parts).toEqual(other?.parts);
    });

    it('ends when it is told to, and begins again with the same state', async () => {
      server.process.kill('SIGTERM');
      expect(await server.ended).toBe(0);
      const { rows } = await fresh.store.statistics();
      server = await startServe(['--store', fresh.location, '--listen', 'none'], { STATE_DIRECTORY: folder });
      const { store } = await untilHealth(({ status }) => status === 'ok');
      expect(store).toMatchObject({ rows: rows.events, ledgerRows: rows.events });
    });
  },
);
