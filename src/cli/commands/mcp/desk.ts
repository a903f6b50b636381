import { existsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { NoAnswer, type Desk } from '../../../server/mcp/tool.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../exit-code.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { VERSION } from '../../version.ts';
import { storeLocationOf } from '../../store/store-flag.ts';

/** An agent waits for an answer; a person with a larger file uses the command. */
const MAX_READING_MS = 120_000;
/** Either is there where a store is. */
const STORE_FILES = ['hot.duckdb', 'serve.sock'];

/** What the tools of `portolan mcp` answer from. What needs more code is loaded when it is asked for. */
export function deskOf(input: Input, context: Context): Desk {
  return {
    knowledge: openWholeKnowledge(),
    overlay: () => openOverlay(input, context),
    takeSnapshot: (request) => inWords(() => takeBestSnapshot(context, request)),
    now: context.now,
    version: VERSION,
    host: hostname(),
    readTraffic: (path) => readTraffic(path, context),
    askStore: askStoreOf(input, context),
  };
}

/** Null where there is no store: an agent is not offered what cannot work. */
function askStoreOf(input: Input, context: Context): Desk['askStore'] {
  const location = storeLocationOf(input, context);
  const { engine } = location;
  if (engine === 'duckdb' && !STORE_FILES.some((file) => existsSync(join(location.folder, file)))) return null;
  return (question, words) =>
    inWords(async () => {
      const { askStore } = await import('../ask/ask-store.ts');
      return askStore(question, words, location, context);
    });
}

/** In a thread of its own, whose memory is bounded: a hostile file may take that down, and nothing else. */
async function readTraffic(path: string, context: Context): Promise<TrafficReport> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new NoAnswer(`there is no file ${path}`);
  const [{ startAnalysis }, { scannerModule }] = await Promise.all([
    import('../../../server/analyses/analysis-thread.ts'),
    import('../traffic/scanner-module.ts'),
  ]);
  const order = { path, name: path, scanner: scannerModule(), now: context.now().getTime() / 1000 };
  const { promise, resolve, reject } = withResolvers<TrafficReport>();
  const end = startAnalysis(order, (news) => {
    if (news.kind === 'done') resolve(news.report);
    if (news.kind === 'failed') reject(new NoAnswer(news.message));
  });
  const hint = `reading ${path} takes longer than ${MAX_READING_MS / 1000} s: portolan traffic ${path} has the time`;
  const timer = setTimeout(() => reject(new NoAnswer(hint)), MAX_READING_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await end();
  }
}

/** What a command would say at its end is what the agent is told. */
async function inWords<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof CliError) throw new NoAnswer(error.message);
    throw error;
  }
}

/** Promise.withResolvers is of Node 22. */
function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
