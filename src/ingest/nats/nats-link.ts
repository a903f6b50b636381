import type * as JetStream from '@nats-io/jetstream';
import type * as Transport from '@nats-io/transport-node';
import { SinkError } from '../sink.ts';

/** The optional packages, loaded. */
export interface NatsPackages {
  readonly transport: typeof Transport;
  readonly jetstream: typeof JetStream;
}

/** How to reach a NATS server, and as whom. */
export interface NatsAccess {
  /** `tls://broker-1:4222`, or `nats://127.0.0.1:4222`; several of one cluster are tried in turn. */
  readonly servers: readonly string[];
  /** The server knows the sensor by it, and lets it publish under its own name only. */
  readonly user: string;
  readonly password: string;
  /** A server that offers no TLS is not talked to. */
  readonly isSecure?: boolean;
  /** Certificates, as PEM, that are believed in place of those of the system. */
  readonly ca?: string;
}

/** The stream that holds batches until the collector has them. */
export const STREAM = 'PORTOLAN';
/** Bytes that a stream may hold that this program makes: as many as a spool. */
export const NATS_STREAM_BYTES = 1024 ** 3;
const SUBJECTS = 'portolan.batches';
export const ALL_BATCHES = `${SUBJECTS}.*`;

const SENSOR = /^[A-Za-z0-9_-]{1,64}$/;

/** Where the batches of a sensor go. Throws RangeError for a name that a subject cannot have: blanks, dots, `*` and `>`. */
export function subjectOf(sensor: string): string {
  if (!SENSOR.test(sensor)) {
    throw new RangeError(`${sensor} is no name of a sensor over NATS: letters, digits, - and _, at most 64`);
  }
  return `${SUBJECTS}.${sensor}`;
}

/** The sensor of a subject; null where it is none of a batch. */
export function sensorOf(subject: string): string | null {
  const name = subject.startsWith(`${SUBJECTS}.`) ? subject.slice(SUBJECTS.length + 1) : '';
  return SENSOR.test(name) ? name : null;
}

/** Loads the client of NATS; `load` gives a package by its name. Throws SinkError where it is not installed. */
export function loadNats(load: (name: string) => unknown): NatsPackages {
  try {
    return {
      transport: load('@nats-io/transport-node') as typeof Transport,
      jetstream: load('@nats-io/jetstream') as typeof JetStream,
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new SinkError(
      `NATS needs the packages @nats-io/transport-node and @nats-io/jetstream, which cannot be loaded (${reason}); npm install them beside portolan`,
      false,
    );
  }
}

/** Connects, and stays: a server that is gone is tried again for ever. Throws SinkError, which may help later unless the password is wrong. */
export async function connectNats({ transport }: NatsPackages, access: NatsAccess): Promise<Transport.NatsConnection> {
  try {
    return await transport.connect({
      servers: [...access.servers],
      user: access.user,
      pass: access.password,
      name: `portolan ${access.user}`,
      // Answers come to a place of this user alone, so that the server can close all others to it.
      inboxPrefix: inboxOf(access.user),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      timeout: 5000,
      // Without it whoever is in between could say that there is no TLS.
      ...((access.isSecure === true || access.ca !== undefined) && {
        tls: access.ca === undefined ? {} : { ca: access.ca },
      }),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isRefused = error instanceof transport.AuthorizationError;
    throw new SinkError(`NATS at ${access.servers.join(', ')}: ${reason}`, !isRefused);
  }
}

/** Where answers for a user go: `_INBOX_gate`. */
function inboxOf(user: string): string {
  return `_INBOX_${user.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
}
