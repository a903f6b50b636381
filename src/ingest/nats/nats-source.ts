import type { ConsumerMessages, JsMsg, StreamConfig } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { MAX_MESSAGE_BYTES } from '../../store/batch-message.ts';
import type { Stored } from '../../store/store.ts';
import { SinkError } from '../sink.ts';
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

/** Stores one message of a sensor. Throws SinkError, which is temporary unless the message itself is at fault. */
export type Deliver = (sensor: number, message: Uint8Array, signal: AbortSignal) => Promise<Stored>;

/**
 * Takes batches from the stream into a store. A message leaves the stream when the store has it. Several collectors may run: each
 * message goes to one of them.
 */
export class NatsSource {
  readonly #packages: NatsPackages;
  readonly #connection: NatsConnection;
  readonly #options: NatsSourceOptions;
  readonly #counts = { stored: 0, duplicate: 0, refused: 0, failed: 0 };
  /** Why nothing comes just now; null where all is well. */
  trouble: string | null = null;

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
  async run(deliver: Deliver, signal: AbortSignal): Promise<void> {
    const client = this.#packages.jetstream.jetstream(this.#connection);
    while (!signal.aborted) {
      try {
        const consumer = await client.consumers.get(STREAM, CONSUMER);
        await this.#take(deliver, await consumer.fetch({ max_messages: AT_ONCE, expires: WAIT_MS }), signal);
        this.trouble = null;
      } catch (error) {
        const reason = `NATS: ${error instanceof Error ? error.message : String(error)}`;
        // An outage is said once, not each second.
        if (this.trouble === null) this.#options.note(`${reason}; tried again`);
        this.trouble = reason;
        await pause(1000, signal);
      }
    }
    await this.#connection.close();
  }

  async #take(deliver: Deliver, messages: ConsumerMessages, signal: AbortSignal): Promise<void> {
    for await (const message of messages) {
      // What was fetched and not looked at is handed out again.
      if (signal.aborted) message.nak();
      else await this.#store(deliver, message, signal);
    }
  }

  async #store(deliver: Deliver, message: JsMsg, signal: AbortSignal): Promise<void> {
    const name = sensorOf(message.subject);
    const sensor = name === null ? null : this.#options.sensorNumber(name);
    if (sensor === null) return this.#refuse(message, `${message.subject} is of no sensor that this collector knows`);
    if (message.data.length > MAX_MESSAGE_BYTES) {
      return this.#refuse(message, `a message of ${name} has more than ${MAX_MESSAGE_BYTES} bytes`);
    }
    try {
      this.#counts[await deliver(sensor, message.data, signal)]++;
      message.ack();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof SinkError && !error.isTemporary) {
        return this.#refuse(message, `a message of ${name}: ${reason}`);
      }
      this.#counts.failed++;
      this.#options.note(`${reason}; a batch of ${name} waits in NATS`);
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
