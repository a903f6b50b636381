import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { openStore } from '../../../store/open-store.ts';
import { StoreError, type Store } from '../../../store/store.ts';
import { ListenError } from '../../../server/http/listen.ts';
import { startServer, type RunningServer } from '../../../server/start-server.ts';
import { TokenFileError } from '../../../server/tokens/token-file.ts';
import { snapshotsEvery } from '../../collect/scheduled-snapshots.ts';
import { SNAPSHOTS_FLAG } from '../../collect/snapshots-flag.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { folderBeside, formatLocation, storeLocationOf } from '../../store/store-flag.ts';
import { isReading, ownSourcesOf, readOwnInputs } from './own-inputs.ts';
import { keepSnapshots } from './own-snapshots.ts';
import { keepHouse } from './housekeeping.ts';
import { createLog, type Log } from './log.ts';
import { readServeOptions } from './options.ts';
import { pageParts } from './page.ts';
import { notifyServiceManager } from './service-manager.ts';
import { readTlsFiles } from './tls-files.ts';
import { untilSignal } from './signals.ts';

/** How long what is under way may take when it is to end, in milliseconds. */
const GRACE_MS = 10_000;

export async function run(input: Input, context: Context): Promise<void> {
  const options = readServeOptions(input);
  const snapshots = snapshotsEvery(input.value(SNAPSHOTS_FLAG.long));
  const sources = ownSourcesOf(input);
  const location = storeLocationOf(input, context);
  const folder = folderBeside(location, context);
  const log = createLog(options.log, context);
  const now = (): number => context.now().getTime();
  const tls = options.tcp?.tls ?? null;
  const load = createRequire(join(import.meta.dirname, 'portolan.cjs'));
  const open = (): Promise<Store> => openStore(location, load, { inWorker: true });
  const nats = await natsInput(input, context, load);
  try {
    const files = tls === null ? null : readTlsFiles(tls);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const page = input.has('no-page') ? null : pageParts(input, folder, context, log);
    const pageOf = page?.partsOf ?? null;
    const warm = page?.warm;
    const isAskedToStore = isReading(sources) || snapshots !== null || options.keepDays !== null;
    const server = await startServer({
      engine: location.engine,
      open,
      isStoreOptional: pageOf !== null && options.tcp !== null && !isAskedToStore,
      folder,
      tcp: options.tcp === null ? null : { ...options.tcp, tls: files },
      pageOf,
      now,
      tell: log,
      onPage: (address) => {
        log('info', `the page is ${address}`);
        warm?.();
      },
    });
    const { absence } = server.keeper;
    if (absence === null) log('info', `the store is ${formatLocation(location)}`, { engine: location.engine });
    else log('warning', `nothing is remembered, and sensors are refused: ${absence}`);
    for (const name of server.names) log('info', `listening on ${name}`, { address: name });
    const endInputs = await readOwnInputs(input, sources, server, folder, context, log).catch(
      async (error: unknown) => {
        await server.stop(0);
        throw error;
      },
    );
    const endHousekeeping = absence === null ? keepHouse(server.keeper, options.keepDays, now, log) : () => undefined;
    const endSnapshots =
      snapshots === null ? async () => undefined : keepSnapshots(snapshots, server.keeper, context, log);
    const endNats = nats === null ? async () => undefined : nats(server, log);
    notifyServiceManager('READY=1', context.environment);
    await untilSignal(() => {
      if (tls === null) return;
      try {
        server.renew(readTlsFiles(tls));
        log('info', 'the certificate was read again');
      } catch (error) {
        log('error', error instanceof Error ? error.message : String(error));
      }
    });
    notifyServiceManager('STOPPING=1', context.environment);
    log('info', 'ending: what is under way is finished first');
    endHousekeeping();
    await Promise.all([endNats(), endSnapshots()]);
    await endInputs(GRACE_MS);
    await server.stop(GRACE_MS);
    log('info', 'ended');
  } catch (error) {
    throw toCliError(error);
  }
}

/** What takes batches from NATS, where that is asked for; only then is anything of it loaded. Throws CliError. */
async function natsInput(
  input: Input,
  context: Context,
  load: (name: string) => unknown,
): Promise<((server: RunningServer, log: Log) => () => Promise<void>) | null> {
  const given = ['nats-password-file', 'nats-ca'].find((flag) => input.has(flag));
  if (!input.has('from-nats')) {
    if (given !== undefined) throw new CliError(EXIT.usage, `--${given} is for --from-nats`);
    return null;
  }
  const { natsInputOf, takeFromNats } = await import('./nats-inputs.ts');
  const nats = natsInputOf(input, context, load);
  return nats === null ? null : (server, log) => takeFromNats(nats, server, log);
}

function toCliError(error: unknown): unknown {
  if (error instanceof TokenFileError) {
    return new CliError(error.isUnsafe ? EXIT.refused : EXIT.couldNotLook, printable(error.message));
  }
  const isExpected = error instanceof StoreError || error instanceof ListenError;
  const isOfSystem = error instanceof Error && 'syscall' in error;
  return isExpected || isOfSystem ? new CliError(EXIT.couldNotLook, printable(error.message)) : error;
}
