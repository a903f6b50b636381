/** Threads of Node in which files are read: a hostile file may take one down, and never the server. */
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { analyse } from './analyse.ts';
import type { AnalysisNews, AnalysisOrder } from './message.ts';

/** It stands beside the bundle, see `bin/load.cjs`. */
const SCRIPT = join(import.meta.dirname, '..', 'bin', 'analysis-worker');
/** Megabytes of objects; tables of facts lie outside of them, and are bounded themselves. */
const MAX_HEAP = 1024;

/** Reads a file in a thread of its own; `tell` hears `done` or `failed` last. Returns what ends it early. */
export function startAnalysis(
  order: AnalysisOrder,
  tell: (news: AnalysisNews) => void,
  script = SCRIPT,
): () => Promise<void> {
  const worker = new Worker(script, {
    workerData: order,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP },
  });
  let isOver = false;
  worker.on('message', (news: AnalysisNews) => {
    isOver ||= news.kind === 'done' || news.kind === 'failed';
    tell(news);
  });
  worker.on('error', (error: Error) => {
    if (isOver) return;
    isOver = true;
    tell({ kind: 'failed', message: `reading it failed: ${error.message}`, isExpected: false });
  });
  worker.on('exit', () => {
    if (!isOver) tell({ kind: 'failed', message: 'reading it ended early', isExpected: false });
  });
  return async () => {
    isOver = true;
    await worker.terminate();
  };
}

/** What `bin/analysis-worker` runs. */
export async function runAnalysis(openKnowledge: () => Knowledge): Promise<void> {
  if (isMainThread || parentPort === null) throw new Error('this is for a thread of portolan');
  const port = parentPort;
  await analyse(
    workerData as AnalysisOrder,
    openKnowledge(),
    () => performance.now(),
    (news) => port.postMessage(news),
  );
}
