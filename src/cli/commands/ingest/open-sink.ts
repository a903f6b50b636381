import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { CollectorAddressError, isNatsAddress } from '../../../ingest/collector-address.ts';
import { createHttpSink } from '../../../ingest/http-sink.ts';
import type { Sink } from '../../../ingest/sink.ts';
import { createStoreSink } from '../../../ingest/store-sink.ts';
import type { StoreLocation } from '../../../store/location.ts';
import { openStore } from '../../../store/open-store.ts';
import { StoreError, type Store } from '../../../store/store.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { folderBeside, formatLocation, storeLocationOf } from '../../store/store-flag.ts';

const CONNECT_MS = 2000;
const TAG_LETTERS = 12;

/** Where batches go, and where they wait. */
export interface Target {
  readonly sink: Sink;
  /** The store, where this process has it itself; it is closed with the sink. */
  readonly store: Store | null;
  /** Of the spool, unless another one is named: each target has its own, because it says what this one has. */
  readonly spoolFolder: string;
}

/** Throws CliError. */
export async function openTarget(input: Input, context: Context): Promise<Target> {
  const url = input.value('to');
  if (url !== null) return isNatsAddress(url) ? openNats(url, input, context) : openCollector(url, input, context);
  const only = ['token-file', 'ca', 'insecure-http'].find((flag) => input.has(flag));
  if (only !== undefined) throw new CliError(EXIT.usage, `--${only} is for a collector: --to https://collector:7654`);
  const location = storeLocationOf(input, context);
  const folder = folderBeside(location, context);
  const name = `the store ${formatLocation(location)}`;
  if (location.engine === 'duckdb') {
    const socket = join(location.folder, 'serve.sock');
    const spoolFolder = join(folder, 'spool');
    if (await answers(socket)) {
      return { sink: createHttpSink({ url: `unix:${socket}`, token: null }), store: null, spoolFolder };
    }
    const store = await openOwn(location);
    return { sink: createStoreSink(store, name), store, spoolFolder };
  }
  const store = await openOwn(location);
  return { sink: createStoreSink(store, name), store, spoolFolder: join(folder, `spool-${tagOf(name)}`) };
}

function openCollector(url: string, input: Input, context: Context): Target {
  const file = input.value('token-file');
  const token = file === null ? (context.environment['PORTOLAN_TOKEN'] ?? null) : readText('token-file', file).trim();
  const ca = input.value('ca');
  try {
    const sink = createHttpSink({
      url,
      token,
      isInsecureAllowed: input.has('insecure-http'),
      ...(ca !== null && { ca: readText('ca', ca) }),
    });
    return { sink, store: null, spoolFolder: spoolFor(sink, input, context) };
  } catch (error) {
    if (error instanceof CollectorAddressError) throw new CliError(EXIT.usage, error.message);
    throw error;
  }
}

async function openNats(url: string, input: Input, context: Context): Promise<Target> {
  const { natsAccessOf, natsPackages } = await import('../../collect/nats-access.ts');
  const { createLateNatsSink } = await import('../../../ingest/nats/nats-sink.ts');
  const access = natsAccessOf(
    {
      address: url,
      isInsecureAllowed: input.has('insecure-http'),
      password: { flag: 'token-file', file: input.value('token-file'), environment: 'PORTOLAN_TOKEN' },
      ca: { flag: 'ca', file: input.value('ca') },
    },
    context.environment,
  );
  try {
    const load = createRequire(join(import.meta.dirname, 'portolan.cjs'));
    const sink = createLateNatsSink(natsPackages(load), access, access.user);
    return { sink, store: null, spoolFolder: spoolFor(sink, input, context) };
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(EXIT.usage, printable(error.message));
    throw error;
  }
}

/** Where a store would be: the folder above it is that of this user's state. */
function spoolFor(sink: Sink, input: Input, context: Context): string {
  const location = storeLocationOf(input, context);
  const beside = folderBeside(location, context);
  const folder = location.engine === 'duckdb' ? dirname(beside) : beside;
  return join(folder, `spool-${tagOf(sink.name)}`);
}

async function openOwn(location: StoreLocation): Promise<Store> {
  try {
    return await openStore(location, createRequire(import.meta.url));
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, error.message);
    throw error;
  }
}

/** Whether somebody listens on a Unix socket: the file of one that was killed is left behind. */
async function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect({ path: socket, timeout: CONNECT_MS });
    const end = (isThere: boolean) => (): void => {
      connection.destroy();
      resolve(isThere);
    };
    connection.on('connect', end(true));
    connection.on('timeout', end(false));
    connection.on('error', end(false));
  });
}

function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.usage, `--${flag} ${path} cannot be read: ${reason}`);
  }
}

const tagOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, TAG_LETTERS);
