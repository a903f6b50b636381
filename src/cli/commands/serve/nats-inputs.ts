import { NatsSource, type NatsCounts } from '../../../ingest/nats/nats-source.ts';
import { NATS_STREAM_BYTES, STREAM, type NatsAccess, type NatsPackages } from '../../../ingest/nats/nats-link.ts';
import type { OwnInputs } from '../../../server/collector/own-inputs.ts';
import type { RunningServer } from '../../../server/start-server.ts';
import { natsAccessOf, natsPackages } from '../../collect/nats-access.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Log } from './log.ts';

const AGAIN_MS = 2000;
const NOTHING: NatsCounts = { stored: 0, duplicate: 0, refused: 0, failed: 0 };

/** Where batches wait for this collector; null where none are asked for. */
export interface NatsInput {
  readonly access: NatsAccess;
  readonly packages: NatsPackages;
}

/** Reads what --from-nats says. Throws CliError. */
export function natsInputOf(input: Input, { environment }: Context, load: (name: string) => unknown): NatsInput | null {
  const address = input.value('from-nats');
  if (address === null) return null;
  const words = {
    address,
    isInsecureAllowed: false,
    password: {
      ...{ flag: 'nats-password-file', file: input.value('nats-password-file') },
      environment: 'PORTOLAN_NATS_PASSWORD',
    },
    ca: { flag: 'nats-ca', file: input.value('nats-ca') },
  };
  return { access: natsAccessOf(words, environment), packages: natsPackages(load) };
}

/**
 * Takes batches that sensors left at a NATS server, until what is returned ends it. A server that is away is tried again for ever:
 * what it holds is its own, and sensors that come another way are served on.
 */
export function takeFromNats({ access, packages }: NatsInput, server: RunningServer, log: Log): () => Promise<void> {
  const stop = new AbortController();
  const name = access.servers.join(', ');
  let source: NatsSource | null = null;
  let trouble: string | null = `NATS at ${name} has not answered yet`;
  const note = (sentence: string): void => log('warning', sentence);
  server.watch(() => report(source?.counts ?? NOTHING, source === null ? trouble : source.trouble));
  const open = async (): Promise<NatsSource | null> => {
    let said: string | null = null;
    while (!stop.signal.aborted) {
      try {
        const { sensorNumber } = server;
        return await NatsSource.open(packages, access, { maxBytes: NATS_STREAM_BYTES, sensorNumber, note });
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        if (trouble !== said) note(`${trouble}; tried again`);
        said = trouble;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, AGAIN_MS);
          stop.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
        });
      }
    }
    return null;
  };
  const run = async (): Promise<void> => {
    source = await open();
    if (source === null) return;
    log('info', `taking batches of the stream ${STREAM} at ${name}`);
    await source.run(async (sensor, message, signal) => server.sinkOf(sensor).send(message, signal), stop.signal);
  };
  const running = run().catch((error: unknown) => {
    trouble = `nothing is taken from NATS any more: ${error instanceof Error ? error.message : String(error)}`;
    source = null;
    log('error', trouble);
  });
  return async () => {
    stop.abort();
    await running;
  };
}

function report(counts: NatsCounts, trouble: string | null): OwnInputs {
  const samples = Object.entries(counts).map(([outcome, value]: [string, number]) => ({ labels: { outcome }, value }));
  const isUp = { labels: {}, value: trouble === null ? 1 : 0 };
  return {
    metrics: [
      { name: 'portolan_nats_up', help: 'Whether the NATS server answers.', type: 'gauge', samples: [isUp] },
      { name: 'portolan_nats_batches_total', help: 'Batches from NATS, by outcome.', type: 'counter', samples },
    ],
    problems: trouble === null ? [] : [trouble],
  };
}
