import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch, MessageError } from '../../src/store/batch-message.ts';
import { ColumnBatch } from '../../src/store/column-batch.ts';
import { parseLocation } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Batch, Store } from '../../src/store/store.ts';
import { SinkError, type Sink } from '../../src/ingest/sink.ts';
import { loadNats } from '../../src/ingest/nats/nats-link.ts';
import { TestNats, whyNoNats } from './nats-server.fixture.ts';
import { createNatsSink } from '../../src/ingest/nats/nats-sink.ts';
import { NatsSource, type Deliver } from '../../src/ingest/nats/nats-source.ts';

if (whyNoNats !== null) console.warn(`skipped: batches over NATS, because ${whyNoNats}`);

const load = createRequire(import.meta.url);
const ROWS = 100;

function batch(sequence: number, origin = 7n, rows = ROWS): Uint8Array {
  const columns = new ColumnBatch('events', rows);
  columns.column('ts', 'i64').fill(BigInt(sequence));
  columns.column('dport', 'u16').fill(443);
  return encodeBatch({ origin, sequence, day: 0, columns, texts: [] });
}

/** A store that only knows what it was given. */
class KnownBatches implements Pick<Store, 'insert'> {
  readonly batches = new Map<string, number>();
  insert(sensor: number, { origin, sequence, columns }: Batch): Promise<'stored' | 'duplicate'> {
    const id = `${sensor} ${origin} ${sequence}`;
    if (this.batches.has(id)) return Promise.resolve('duplicate');
    this.batches.set(id, columns.rows);
    return Promise.resolve('stored');
  }
}

/** As a collector takes messages, without its limits. */
function deliverTo(store: Pick<Store, 'insert'>): Deliver {
  return async (sensor, message) => {
    try {
      return await store.insert(sensor, decodeBatch(message));
    } catch (error) {
      throw new SinkError(error instanceof Error ? error.message : String(error), !(error instanceof MessageError));
    }
  };
}

/** Killed while batches are on their way, and back a little later. */
async function outageOf(server: TestNats): Promise<void> {
  await pause(5);
  await server.kill();
  await pause(300);
  await server.again();
}

const isFull = process.env['PORTOLAN_LAB'] === 'full';
if (!isFull) console.warn('skipped: nats-server killed while batches are sent; npm run test:lab does it');

const NUMBERS = new Map([
  ['gate', 3],
  ['web', 4],
]);

describe.skipIf(whyNoNats !== null)('batches over a real nats-server', { timeout: 120_000 }, () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  const never = new AbortController().signal;

  async function start(sensors = ['gate', 'web'], maxPayload?: string): Promise<TestNats> {
    const server = await TestNats.start(sensors, maxPayload);
    ends.push(async () => server.stop());
    return server;
  }
  async function sink(server: TestNats, sensor: string, user = sensor): Promise<Sink> {
    const access = { servers: [server.url], user, password: `of ${user}` };
    const made = await createNatsSink(loadNats(load), access, sensor);
    ends.push(async () => made.close());
    return made;
  }
  async function source(
    server: TestNats,
    store: Pick<Store, 'insert'>,
  ): Promise<{ source: NatsSource; notes: string[] }> {
    const notes: string[] = [];
    const access = { servers: [server.url], user: 'collector', password: 'of collector' };
    const made = await NatsSource.open(loadNats(load), access, {
      maxBytes: 64 * 1024 * 1024,
      sensorNumber: (name) => NUMBERS.get(name) ?? null,
      note: (sentence) => notes.push(sentence),
    });
    const stop = new AbortController();
    const run = made.run(deliverTo(store), stop.signal);
    ends.push(async () => {
      stop.abort();
      await run;
    });
    return { source: made, notes };
  }
  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; tries < 1000 && !condition(); tries++) await pause(20);
    expect(condition()).toBe(true);
  }

  it('arrive once, each with the number of its sensor', async () => {
    const server = await start();
    const store = new KnownBatches();
    const { source: taken } = await source(server, store);
    const [gate, web] = [await sink(server, 'gate'), await sink(server, 'web')];
    expect(await gate.send(batch(1), never)).toBe('stored');
    expect(await gate.send(batch(1), never)).toBe('duplicate');
    expect(await web.send(batch(1, 8n), never)).toBe('stored');
    await until(() => store.batches.size === 2);
    expect([...store.batches]).toEqual(
      expect.arrayContaining([
        ['3 7 1', ROWS],
        ['4 8 1', ROWS],
      ]),
    );
    expect(taken.counts).toMatchObject({ stored: 2, refused: 0, failed: 0 });
  });

  it('cannot be sent under the name of another sensor', async () => {
    const server = await start();
    const store = new KnownBatches();
    await source(server, store);
    const forger = await sink(server, 'web', 'gate');
    const short = AbortSignal.timeout(3000);
    await expect(forger.send(batch(1), short)).rejects.toThrow(SinkError);
    const honest = await sink(server, 'gate');
    await honest.send(batch(2), never);
    await until(() => store.batches.size > 0);
    expect([...store.batches.keys()]).toEqual(['3 7 2']);
    await expect(
      createNatsSink(loadNats(load), { servers: [server.url], user: 'gate', password: 'x' }, 'gate'),
    ).rejects.toMatchObject({ isTemporary: false });
  });

  it('that are none are given up, and said; those that the store fails wait', async () => {
    const server = await start(['gate', 'stranger']);
    const store = new KnownBatches();
    let failures = 2;
    const flaky: Pick<Store, 'insert'> = {
      insert: async (sensor, one) => {
        if (failures-- > 0) throw new Error('disk full');
        return store.insert(sensor, one);
      },
    };
    const { source: taken, notes } = await source(server, flaky);
    const gate = await sink(server, 'gate');
    await expect(gate.send(Buffer.from('no batch at all'), never)).rejects.toMatchObject({ isTemporary: false });
    await (await sink(server, 'stranger')).send(batch(1), never);
    const { transport, jetstream } = loadNats(load);
    const raw = await transport.connect({
      servers: server.url,
      user: 'gate',
      pass: 'of gate',
      inboxPrefix: '_INBOX_gate',
    });
    ends.push(async () => raw.close());
    await jetstream.jetstream(raw).publish('portolan.batches.gate', 'rubbish');
    await gate.send(batch(2), never);
    await until(() => store.batches.size === 1 && taken.counts.refused === 2);
    expect(taken.counts).toEqual({ stored: 1, duplicate: 0, refused: 2, failed: 2 });
    const said = notes.join('\n');
    expect(said).toContain('portolan.batches.stranger is of no sensor that this collector knows');
    expect(said).toContain('disk full; a batch of gate waits in NATS');
  });

  it('that are larger than the server takes wait, and the reason is said', async () => {
    const server = await start(['gate'], '64KB');
    const gate = await sink(server, 'gate');
    await expect(gate.send(batch(1, 7n, 2000), never)).rejects.toMatchObject({
      isTemporary: true,
      message: expect.stringContaining('raise max_payload') as string,
    });
  });

  // Half a minute: with the other long runs, by npm run test:lab.
  it.runIf(isFull)('are all in the store once, though the server is killed in the middle, twice', async () => {
    const server = await start();
    const folder = mkdtempSync(join(tmpdir(), 'portolan-nats-store-'));
    const store = await openStore(parseLocation(folder), load);
    ends.push(async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const { source: taken } = await source(server, store);
    const gate = await sink(server, 'gate');
    let errors = 0;
    for (let sequence = 1; sequence <= 60; sequence++) {
      const outage = sequence === 20 || sequence === 40 ? outageOf(server) : null;
      for (let isSent = false; !isSent;) {
        try {
          await gate.send(batch(sequence), never);
          isSent = true;
        } catch (error) {
          if (!(error instanceof SinkError) || !error.isTemporary) throw error;
          errors++;
          await pause(100);
        }
      }
      await outage;
    }
    await until(() => taken.counts.stored >= 60);
    const { rows } = await store.ask(
      'SELECT count(*), count(DISTINCT ts), sum(ts), min(sensor), max(sensor) FROM events',
    );
    expect(rows).toEqual([[6000n, 60n, BigInt(ROWS * 1830), 3n, 3n]]);
    console.log(`killed twice: ${errors} sends failed and were made again, ${taken.counts.duplicate} came twice`);
  });
});
