/** Sensors that send batch after batch to a collector, each until it is acknowledged, as a spool does. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createHttpSink } from '../../src/ingest/http-sink.ts';
import { SinkError } from '../../src/ingest/sink.ts';
import { changeTokens, TOKEN_FILE } from '../../src/server/tokens/token-file.ts';
import { formatToken, hashToken } from '../../src/server/tokens/token.ts';
import { withToken } from '../../src/server/tokens/token-list.ts';
import { someMessage } from '../../src/store/some-batch.fixture.ts';
import type { Store } from '../../src/store/store.ts';

const AGAIN_MS = 20;

const tokenOf = (sensor: number): string => formatToken('sensor', Buffer.alloc(32, sensor));

/** Writes sensors 1 to `count` into the list of the collector whose state is in a folder. */
export function addSensors(folder: string, count: number): void {
  for (let sensor = 1; sensor <= count; sensor++) {
    const entry = { name: `sensor-${sensor}`, sha256: hashToken(tokenOf(sensor)), since: '2026-01-01T00:00:00.000Z' };
    changeTokens(join(folder, TOKEN_FILE), Date.now(), (list) => withToken(list, 'sensor', entry));
  }
}

export class SendingSensors {
  /** Of all sensors. */
  acknowledged = 0;
  /** Tries that came to nothing, and were made again. */
  failed = 0;
  readonly #stop = new AbortController();
  readonly #sensors: Promise<number>[];

  /** Each batch has so many rows, of one of three days. */
  constructor(url: string, count: number, rows: number) {
    this.#sensors = Array.from({ length: count }, (_, index) => this.#send(index + 1, url, rows));
  }

  /** Waits for what is on its way. How many batches each sensor was acknowledged; a failure that is for good rejects. */
  async stop(): Promise<readonly number[]> {
    this.#stop.abort();
    return Promise.all(this.#sensors);
  }

  /** Waits until another batch was acknowledged, or so many milliseconds. */
  async untilMore(milliseconds: number): Promise<void> {
    const [before, until] = [this.acknowledged, Date.now() + milliseconds];
    while (this.acknowledged === before && Date.now() < until) await pause(5);
  }

  async #send(sensor: number, url: string, rows: number): Promise<number> {
    const sink = createHttpSink({ url, token: tokenOf(sensor), timeoutMs: 20_000 });
    let acknowledged = 0;
    while (!this.#stop.signal.aborted) {
      const message = someMessage(BigInt(sensor) << 40n, acknowledged + 1, rows, 20_000 + (acknowledged % 3));
      try {
        await sink.send(message, new AbortController().signal);
        acknowledged++;
        this.acknowledged++;
      } catch (error) {
        if (!(error instanceof SinkError) || !error.isTemporary) throw error;
        this.failed++;
        await pause(AGAIN_MS);
      }
    }
    await sink.close();
    return acknowledged;
  }
}

/**
 * Of each sensor: its number, rows, batches, the first and the last of them. A sensor sends a batch when the one before is acknowledged: all from the
 * first to the last are there, once, where this is as many as `whatSensorsSent` says.
 */
export async function whatStoreHas(store: Store): Promise<number[][]> {
  const { rows } = await store.ask(
    'SELECT sensor, count(*), count(DISTINCT bytes), min(bytes), max(bytes) FROM events GROUP BY sensor ORDER BY sensor',
  );
  return rows.map((row) => row.map(Number));
}

export function whatSensorsSent(acknowledged: readonly number[], rows: number): number[][] {
  return acknowledged.map((batches, index) => [index + 1, batches * rows, batches, 1, batches]);
}
