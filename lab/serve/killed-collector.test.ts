import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { freePort, startServe } from './running-server.fixture.ts';
import { addSensors, SendingSensors, whatSensorsSent, whatStoreHas } from './sending-sensors.fixture.ts';

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

it(
  `has every acknowledged batch once, and none twice, after ${KILLS} kills`,
  async () => {
    addSensors(store, SENSORS);
    const port = await freePort();
    const words = ['--store', store, '--listen', `127.0.0.1:${port}`];
    const sensors = new SendingSensors(`http://127.0.0.1:${port}`, SENSORS, ROWS);
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await startServe(words);
      // One in ten is killed as soon as it listens.
      if (kill % 10 !== 9) await sensors.untilMore(ROUND_MS);
      await pause(Math.random() * 250);
      server.process.kill('SIGKILL');
      expect(await server.ended).toBe('SIGKILL');
    }
    const last = await startServe(words);
    await pause(500);
    const acknowledged = await sensors.stop();
    last.process.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    expect(sensors.acknowledged).toBeGreaterThan(KILLS / 2);

    const opened = await openStore({ engine: 'duckdb', folder: store }, createRequire(import.meta.url));
    try {
      expect(await whatStoreHas(opened)).toEqual(whatSensorsSent(acknowledged, ROWS));
      const statistics = await opened.statistics();
      expect(statistics.ledgerRows).toBe(statistics.rows.events);
      process.stderr.write(
        `killed ${KILLS} times, ${sensors.acknowledged} batches acknowledged, all of them there once\n`,
      );
    } finally {
      await opened.close();
    }
  },
  KILLS * ROUND_MS,
);
