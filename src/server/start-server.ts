import { join } from 'node:path';
import { MAX_MESSAGE_BYTES } from '../store/batch-message.ts';
import type { Sink } from '../ingest/sink.ts';
import { StorePackageMissing, type Store } from '../store/store.ts';
import { CheckUp } from './collector/check-up.ts';
import { CollectorMetrics } from './collector/collector-metrics.ts';
import { Collector } from './collector/collector.ts';
import { createCollectorSink } from './collector/collector-sink.ts';
import { joinOwnInputs, type OwnInputs } from './collector/own-inputs.ts';
import { diskRoomOf, isFull, type DiskRoom } from './collector/disk-room.ts';
import { MemoryBudget } from './collector/memory-budget.ts';
import { StoreKeeper } from './collector/store-keeper.ts';
import { createApp } from './http/app.ts';
import type { AskByName } from './http/ask.ts';
import type { Door } from './http/door.ts';
import { listenTcp, listenUnix, type Listening, type TlsFiles } from './http/listen.ts';
import type { PageParts } from './page/page-parts.ts';
import { TokenBook } from './tokens/token-book.ts';
import { TOKEN_FILE } from './tokens/token-file.ts';

const SOCKET_FILE = 'serve.sock';

/** Bodies under way, of all sensors together: eight batches of the largest kind, or some hundred usual ones. */
const MEMORY_BYTES = 8 * MAX_MESSAGE_BYTES;
/** Of one sensor. */
const SHARE_BYTES = 2 * MAX_MESSAGE_BYTES;

export interface ServerOptions {
  readonly engine: Store['engine'];
  /** Opens the store; also once more, where it broke. */
  readonly open: () => Promise<Store>;
  /** Whether it goes on where the package that the store needs is not installed: with the page, which then remembers nothing. */
  readonly isStoreOptional: boolean;
  /** Where the Unix socket and the file with the tokens are. */
  readonly folder: string;
  readonly tcp: {
    readonly host: string;
    readonly port: number;
    readonly tls: TlsFiles | null;
    readonly isLoopbackOnly: boolean;
  } | null;
  /** Makes what is shown in a browser; null where nothing is. */
  readonly pageOf: ((keeper: StoreKeeper) => PageParts) | null;
  /** What answers questions in place of the store. */
  readonly ask?: AskByName;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (level: 'info' | 'warning' | 'error', message: string) => void;
  /** Hears what a browser opens to see the page, which may be before the store is open. */
  readonly onPage: (address: string) => void;
}

export interface RunningServer {
  readonly keeper: StoreKeeper;
  /** Where it listens, for people. */
  readonly names: readonly string[];
  /** The way into the store for what this process reads itself. */
  readonly sink: Sink;
  /** The same for what a broker has of a sensor. */
  readonly sinkOf: (sensor: number) => Sink;
  /** The number of a sensor by its name; null where there is none. */
  readonly sensorNumber: (name: string) => number | null;
  /** Shows how that goes, besides all else that is shown. */
  watch(inputs: () => OwnInputs): void;
  renew(tls: TlsFiles): void;
  /** Finishes what is under way, for so many milliseconds at most, and closes the store. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Opens a store and the doors to it. The one for the page is open while the store is still being opened: who wants to see what listens here
 * need not wait for it. Throws StoreError, ListenError and TokenFileError; all is closed then.
 */
export async function startServer({
  engine,
  open,
  isStoreOptional,
  folder,
  tcp,
  pageOf,
  ask,
  now,
  tell,
  onPage,
}: ServerOptions): Promise<RunningServer> {
  const keeper = new StoreKeeper(engine, open, (message) => tell('error', message));
  const opened = keeper.begin();
  // Awaited below; until then it is nobody's.
  opened.catch(() => undefined);
  const page = pageOf === null ? null : pageOf(keeper);
  const doors: Listening[] = [];
  try {
    const nameSensors = async (): Promise<void> => {
      for (const { number, name } of tokens.list.sensors) await keeper.store.nameSensor(number, name);
    };
    const onTokens = (): void => {
      tell('info', 'the list of sensors and readers was read again');
      if (keeper.absence !== null) return;
      nameSensors().catch((error: unknown) => tell('error', `names of sensors were not stored: ${String(error)}`));
    };
    const tokens = new TokenBook(join(folder, TOKEN_FILE), onTokens, ({ message }) => tell('error', message));
    const metrics = new CollectorMetrics();
    const disk = (): DiskRoom | null => (engine === 'duckdb' && keeper.absence === null ? diskRoomOf(folder) : null);
    const collector = new Collector({
      keeper,
      metrics,
      memory: new MemoryBudget(MEMORY_BYTES, SHARE_BYTES),
      now,
      isDiskFull: () => {
        const room = disk();
        return room !== null && isFull(room);
      },
      tell: (message) => tell('error', message),
    });
    const checkUp = new CheckUp({ keeper, metrics, tokens, disk, now });
    const onFault = (error: Error): void => tell('error', `fault: ${error.stack ?? error.message}`);
    const appFor = (door: Door): ReturnType<typeof createApp> =>
      createApp({ keeper, now, collector, checkUp, metrics, tokens, disk, onFault, page, ...(ask && { ask }) }, door);
    if (tcp !== null) {
      const others = appFor({
        isOwners: false,
        isLoopbackOnly: tcp.isLoopbackOnly,
        isSecure: !tcp.isLoopbackOnly,
        page: page?.token ?? null,
      });
      const door = await listenTcp(others, tcp.host, tcp.port, tcp.tls);
      doors.push(door);
      if (page !== null) onPage(`${door.name}/#token=${page.token.text}`);
    }
    await opened.catch((error: unknown) => {
      if (!(isStoreOptional && error instanceof StorePackageMissing)) throw error;
    });
    if (keeper.absence === null) await nameSensors();
    const owners = appFor({ isOwners: true, isLoopbackOnly: false, isSecure: false, page: null });
    doors.unshift(await listenUnix(owners, join(folder, SOCKET_FILE)));
    return {
      keeper,
      names: doors.map(({ name }) => name),
      sink: createCollectorSink(collector, 'the store'),
      sinkOf: (sensor) => createCollectorSink(collector, 'the store', sensor),
      sensorNumber: (name) => tokens.list.sensors.find((one) => one.name === name)?.number ?? null,
      watch: (inputs) => {
        const others = metrics.ownInputs;
        metrics.ownInputs = () => joinOwnInputs(others(), inputs());
      },
      renew: (tls) => {
        for (const door of doors) door.renew(tls);
      },
      stop: async (graceMs) => {
        page?.feed.close();
        page?.audits.cancel();
        await page?.analyses.close();
        await within(graceMs, Promise.all([collector.stop(), ...doors.map((door) => door.close(false))]));
        await Promise.all(doors.map((door) => door.close(true)));
        await within(graceMs, keeper.close());
      },
    };
  } catch (error) {
    page?.feed.close();
    await page?.analyses.close();
    await Promise.all(doors.map((door) => door.close(true)));
    await keeper.close();
    throw error;
  }
}

/** Waits for something, and no longer than so many milliseconds. */
async function within(milliseconds: number, what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([what, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}
