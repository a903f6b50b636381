/** What the bundle offers its launchers, bin/portolan, bin/audit-probe and bin/store-worker, and the script that makes its code cache. */
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
