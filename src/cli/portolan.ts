/** What the bundle offers its launchers, bin/portolan and those of its processes and threads, and the script that makes its code cache. */
import { openWholeKnowledge } from './open-knowledge.ts';

export { createContext } from './context.ts';
export { main, onSystem, run } from './main.ts';

export async function probeAudit(): Promise<void> {
  const { runProbeChild } = await import('./commands/audit/probe-child.ts');
  await runProbeChild();
}

export async function serveStore(): Promise<void> {
  const [{ openStore }, worker] = await Promise.all([
    import('../store/open-store.ts'),
    import('../store/worker/start-thread.ts'),
  ]);
  await worker.serveStore(openStore);
}

export async function runAnalysis(): Promise<void> {
  const { runAnalysis: runThread } = await import('../server/analyses/analysis-thread.ts');
  await runThread(openWholeKnowledge);
}
