import { decodeBatch, MessageError } from '../../store/batch-message.ts';
import type { Sink } from '../sink.ts';
import { SinkError } from '../sink.ts';
import { connectNats, subjectOf, type NatsAccess, type NatsPackages } from './nats-link.ts';

/** For the server's word that the stream has it. */
const TIMEOUT_MS = 10_000;

/**
 * Publishes messages into the stream, under the name of the sensor, and waits until the stream has each. The number of a batch is the
 * number of its message, so that one that is sent twice is there once, as long as the stream remembers; later the store knows.
 * Throws SinkError.
 */
export async function createNatsSink(packages: NatsPackages, access: NatsAccess, sensor: string): Promise<Sink> {
  const subject = subjectOf(sensor);
  const connection = await connectNats(packages, access);
  const client = packages.jetstream.jetstream(connection);
  const name = `NATS at ${access.servers.join(', ')}`;
  return {
    name,
    async send(message, signal) {
      const msgID = numberOf(message);
      const most = connection.info?.max_payload ?? Number.POSITIVE_INFINITY;
      if (message.length > most) {
        // Waiting for the server's owner loses nothing; calling the batch bad would.
        throw new SinkError(
          `${name} takes at most ${most} bytes, and a batch has ${message.length}: raise max_payload`,
          true,
        );
      }
      try {
        const sent = client.publish(subject, message, { msgID, timeout: TIMEOUT_MS });
        const { duplicate } = await orAborted(sent, signal);
        return duplicate ? 'duplicate' : 'stored';
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SinkError(`${name}: ${reason}`, true);
      }
    },
    close: async () => connection.close(),
  };
}

/**
 * The same, connecting with the first message: batches wait in the spool while the server is away, and while it does not know the
 * password, which can be mended and says nothing about them.
 */
export function createLateNatsSink(packages: NatsPackages, access: NatsAccess, sensor: string): Sink {
  let opened: Sink | null = null;
  return {
    name: `NATS at ${access.servers.join(', ')}`,
    async send(message, signal) {
      opened ??= await open();
      return opened.send(message, signal);
    },
    close: async () => opened?.close(),
  };

  async function open(): Promise<Sink> {
    try {
      return await createNatsSink(packages, access, sensor);
    } catch (error) {
      if (!(error instanceof SinkError)) throw error;
      const hint = error.isTemporary
        ? ''
        : '; nothing is lost, batches wait in the spool: start this again with the password of the user';
      throw new SinkError(`${error.message}${hint}`, true);
    }
  }
}

/** `origin-sequence`. Throws SinkError for what is no batch. */
function numberOf(message: Uint8Array): string {
  try {
    const { origin, sequence } = decodeBatch(message);
    return `${origin}-${sequence}`;
  } catch (error) {
    if (error instanceof MessageError) throw new SinkError(error.message, false);
    throw error;
  }
}

async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('stopped before it answered'));
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // Nobody waits for it any more.
    aborted.catch(() => undefined);
  }
}
