/** What the bundle offers its launchers, bin/portolan and bin/audit-probe, and the script that makes its code cache. */
export { createContext } from './context.ts';
export { main, onSystem, run } from './main.ts';

export async function probeAudit(): Promise<void> {
  const { runProbeChild } = await import('./commands/audit/probe-child.ts');
  await runProbeChild();
}
