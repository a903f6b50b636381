import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpSink } from '../../src/ingest/http-sink.ts';
import { changeTokens, TOKEN_FILE } from '../../src/server/tokens/token-file.ts';
import { formatToken, hashToken } from '../../src/server/tokens/token.ts';
import { withToken } from '../../src/server/tokens/token-list.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freePort, startServe } from './running-server.fixture.ts';
import { someMessage } from '../../src/store/some-batch.fixture.ts';

/** `npm run test:lab` kills as often as the project promises. */
const KILLS = process.env['PORTOLAN_LAB'] === 'full' ? 100 : 10;
const SENSORS = 4;
const ROWS = 300;
const ROUND_MS = 60_000;

let store = '';
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'portolan-killed-'));
});
afterEach(() => rmSync(store, { recursive: true, force: true }));

const tokenOf = (sensor: number): string => formatToken('sensor', Buffer.alloc(32, sensor));

/** Sends batch after batch, each until it is acknowledged, as a spool does. Returns how many were. */
async function send(sensor: number, url: string, stop: AbortSignal, onAcknowledged: () => void): Promise<number> {
  const sink = createHttpSink({ url, token: tokenOf(sensor), timeoutMs: 20_000 });
  let acknowledged = 0;
  while (!stop.aborted) {
    const message = someMessage(BigInt(sensor) << 40n, acknowledged + 1, ROWS, 20_000 + (acknowledged % 3));
    try {
      await sink.send(message, new AbortController().signal);
      acknowledged++;
      onAcknowledged();
    } catch (error) {
      expect(error).toMatchObject({ isTemporary: true });
      await pause(20);
    }
  }
  await sink.close();
  return acknowledged;
}

/** Waits until another batch was acknowledged. */
async function untilMore(progress: { readonly acknowledged: number }): Promise<void> {
  const [before, until] = [progress.acknowledged, Date.now() + ROUND_MS];
  while (progress.acknowledged === before && Date.now() < until) await pause(5);
}

it(
  `has every acknowledged batch once, and none twice, after ${KILLS} kills`,
  async () => {
    for (let sensor = 1; sensor <= SENSORS; sensor++) {
      const entry = { name: `sensor-${sensor}`, sha256: hashToken(tokenOf(sensor)), since: '2026-01-01T00:00:00.000Z' };
      changeTokens(join(store, TOKEN_FILE), Date.now(), (list) => withToken(list, 'sensor', entry));
    }
    const port = await freePort();
    const words = ['--store', store, '--listen', `127.0.0.1:${port}`];
    const stop = new AbortController();
    const progress = { acknowledged: 0 };
    const clients = Array.from({ length: SENSORS }, (_, index) =>
      send(index + 1, `http://127.0.0.1:${port}`, stop.signal, () => progress.acknowledged++),
    );
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startServe(words);
      // One in ten is killed as soon as it listens.
      if (kill % 10 !== 9) await untilMore(progress);
      await pause(Math.random() * 250);
      server.process.kill('SIGKILL');
      expect(await server.ended).toBe('SIGKILL');
    }
    const last = await startServe(words);
    await pause(500);
    stop.abort();
    const acknowledged = await Promise.all(clients);
    last.process.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    expect(progress.acknowledged).toBeGreaterThan(KILLS / 2);

    const opened = await openStore({ engine: 'duckdb', folder: store }, createRequire(import.meta.url));
    try {
      const { rows } = await opened.ask(
        'SELECT sensor, count(*), count(DISTINCT bytes), min(bytes), max(bytes) FROM events GROUP BY sensor ORDER BY sensor',
      );
      // A sensor sends a batch when the one before is acknowledged: all from the first to the last are there, once.
      expect(rows.map((row) => row.map(Number))).toEqual(
        acknowledged.map((batches, index) => [index + 1, batches * ROWS, batches, 1, batches]),
      );
      const statistics = await opened.statistics();
      expect(statistics.ledgerRows).toBe(statistics.rows.events);
      process.stderr.write(
        `killed ${KILLS} times, ${progress.acknowledged} batches acknowledged, all of them there once\n`,
      );
    } finally {
      await opened.close();
    }
  },
  KILLS * ROUND_MS,
);
