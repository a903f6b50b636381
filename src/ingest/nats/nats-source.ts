import type { ConsumerMessages, JsMsg, StreamConfig } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { decodeBatch, MessageError } from '../../store/batch-message.ts';
import type { Batch, Store } from '../../store/store.ts';
import { ALL_BATCHES, connectNats, sensorOf, STREAM, type NatsAccess, type NatsPackages } from './nats-link.ts';

const NANOSECONDS_A_MILLISECOND = 1_000_000;
const CONSUMER = 'portolan-store';
/** Taken at once; each may have some 16 MB. */
const AT_ONCE = 4;
const WAIT_MS = 2000;
/** A batch that nobody said anything about in this time is handed out again. */
const ACKNOWLEDGE_WITHIN_MS = 120_000;
/** How long the stream knows numbers of batches: a spool sends one again within this, or the store finds it. */
const REMEMBER_MS = 3_600_000;

export interface NatsSourceOptions {
  /** Bytes that the stream may hold; beyond it refuses, and sensors keep their batches. */
  readonly maxBytes: number;
  /** The number of a sensor by its name; null for one that nobody agreed to. */
  sensorNumber(name: string): number | null;
  /** Told of what was refused or has to wait, in a sentence. */
  note(sentence: string): void;
}

export interface NatsCounts {
  readonly stored: number;
  readonly duplicate: number;
  /** No batches, or of nobody: given up. */
  readonly refused: number;
  /** Tries that the store failed; the batch stays in the stream. */
  readonly failed: number;
}

/**
 * Takes batches from the stream into a store. A message leaves the stream when the store has it. Several collectors may run: each
 * message goes to one of them.
 */
export class NatsSource {
  readonly #packages: NatsPackages;
  readonly #connection: NatsConnection;
  readonly #options: NatsSourceOptions;
  readonly #counts = { stored: 0, duplicate: 0, refused: 0, failed: 0 };

  private constructor(packages: NatsPackages, connection: NatsConnection, options: NatsSourceOptions) {
    this.#packages = packages;
    this.#connection = connection;
    this.#options = options;
  }

  /** Connects, and makes the stream and its consumer where they are not there. Throws SinkError, or the server's refusal. */
  static async open(packages: NatsPackages, access: NatsAccess, options: NatsSourceOptions): Promise<NatsSource> {
    const { RetentionPolicy, DiscardPolicy, StorageType, AckPolicy, jetstreamManager } = packages.jetstream;
    const connection = await connectNats(packages, access);
    try {
      const manager = await jetstreamManager(connection);
      const form: Partial<StreamConfig> & { name: string } = {
        name: STREAM,
        subjects: [ALL_BATCHES],
        retention: RetentionPolicy.Workqueue,
        storage: StorageType.File,
        // The other policy would throw away what was acknowledged.
        discard: DiscardPolicy.New,
        max_bytes: options.maxBytes,
        duplicate_window: REMEMBER_MS * NANOSECONDS_A_MILLISECOND,
      };
      // What its owner set up, replicas for one, is left as it is.
      await manager.streams.info(STREAM).catch(async () => manager.streams.add(form));
      await manager.consumers.add(STREAM, {
        durable_name: CONSUMER,
        ack_policy: AckPolicy.Explicit,
        ack_wait: ACKNOWLEDGE_WITHIN_MS * NANOSECONDS_A_MILLISECOND,
        max_ack_pending: 64,
      });
      return new NatsSource(packages, connection, options);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  get counts(): NatsCounts {
    return { ...this.#counts };
  }

  /** Takes batches until the signal is given; the one at hand is finished. What fails is tried again. */
  async run(store: Pick<Store, 'insert'>, signal: AbortSignal): Promise<void> {
    const client = this.#packages.jetstream.jetstream(this.#connection);
    while (!signal.aborted) {
      try {
        const consumer = await client.consumers.get(STREAM, CONSUMER);
        await this.#take(store, await consumer.fetch({ max_messages: AT_ONCE, expires: WAIT_MS }), signal);
      } catch (error) {
        this.#options.note(`NATS: ${error instanceof Error ? error.message : String(error)}; tried again`);
        await pause(1000, signal);
      }
    }
    await this.#connection.close();
  }

  async #take(store: Pick<Store, 'insert'>, messages: ConsumerMessages, signal: AbortSignal): Promise<void> {
    for await (const message of messages) {
      // What was fetched and not looked at is handed out again.
      if (signal.aborted) message.nak();
      else await this.#store(store, message);
    }
  }

  async #store(store: Pick<Store, 'insert'>, message: JsMsg): Promise<void> {
    const name = sensorOf(message.subject);
    const sensor = name === null ? null : this.#options.sensorNumber(name);
    if (sensor === null) return this.#refuse(message, `${message.subject} is of no sensor that this collector knows`);
    let batch: Batch;
    try {
      batch = decodeBatch(message.data);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      return this.#refuse(message, `a message of ${name}: ${error.message}`);
    }
    try {
      this.#counts[await store.insert(sensor, batch)]++;
      message.ack();
    } catch (error) {
      this.#counts.failed++;
      this.#options.note(
        `the store: ${error instanceof Error ? error.message : String(error)}; the batch waits in NATS`,
      );
      message.nak(1000);
    }
  }

  #refuse(message: JsMsg, sentence: string): void {
    this.#counts.refused++;
    this.#options.note(`refused: ${sentence}`);
    message.term();
  }
}

/** Ends early, and quietly, when the signal is given. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
