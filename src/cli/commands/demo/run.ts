import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_HOST, DEMO_NOW } from '../../../demo/demo-host.ts';
import { EMPTY_STORE } from '../../../demo/empty-store.ts';
import { LOG_NAME } from '../../../demo/log/firewall-log.ts';
import { isLoopbackHost } from '../../../ingest/collector-address.ts';
import { ListenError } from '../../../server/http/listen.ts';
import { startServer } from '../../../server/start-server.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { createLog } from '../serve/log.ts';
import { readListenAddress } from '../serve/options.ts';
import { untilSignal } from '../serve/signals.ts';
import { DemoLog } from './demo-log.ts';
import { demoPage } from './demo-page.ts';

/** Nothing is lost by ending at once; a page that is open is let go. */
const GRACE_MS = 500;

export async function run(input: Input, context: Context): Promise<void> {
  const { host, port } = readListenAddress(input.value('listen') ?? '127.0.0.1:0');
  if (!isLoopbackHost(host)) {
    throw new CliError(EXIT.refused, 'a demonstration is for this machine alone: give --listen an address of loopback');
  }
  const folder = mkdtempSync(join(tmpdir(), 'portolan-demo-'));
  // Also where a second signal ends the process at once.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Logs that somebody uploads lie in it too, and go with it.
  Object.assign(process.env, { TMPDIR: folder });
  try {
    await serveDemo(folder, { host, port }, context);
  } catch (error) {
    throw error instanceof ListenError ? new CliError(EXIT.couldNotLook, printable(error.message)) : error;
  }
}

/** Serves until a signal ends it. */
async function serveDemo(
  folder: string,
  { host, port }: { readonly host: string; readonly port: number },
  context: Context,
): Promise<void> {
  const log = createLog('text', context);
  const begun = context.now().getTime();
  const now = (): Date => new Date(DEMO_NOW.getTime() + context.now().getTime() - begun);
  const knocks = new DemoLog(folder);
  const page = demoPage(folder, knocks, now, (error) => log('error', `fault: ${String(error)}`));
  const server = await startServer({
    engine: EMPTY_STORE.engine,
    open: () => Promise.resolve(EMPTY_STORE),
    isStoreOptional: false,
    folder,
    tcp: { host, port, tls: null, isLoopbackOnly: true },
    pageOf: () => page,
    ask: knocks.ask,
    now: () => now().getTime(),
    tell: log,
    onPage: (address) => log('info', `the page is ${address}`),
  });
  log(
    'info',
    `all of it is invented: there is no host ${DEMO_HOST}, and nothing of this machine is shown; Ctrl-C ends it`,
  );
  page.audits.begin();
  const { start } = page;
  page.analyses.begin(
    LOG_NAME,
    knocks.path,
    (tell) => start(knocks.path, LOG_NAME, tell),
    () => undefined,
  );
  await untilSignal(() => undefined);
  await server.stop(GRACE_MS);
  await knocks.written().catch(() => undefined);
}
