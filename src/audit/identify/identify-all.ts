import type { Network } from '../network/network.ts';
import { identifyService, type Identification, type IdentifySettings, type IdentifyTask } from './identify.ts';

/** Ports of one host that are spoken to at the same time. */
export const PER_HOST = 4;

/** With `PER_HOST` no more connections than a small limit of open files takes. */
const HOSTS_AT_ONCE = 16;

/** Identifies what answers on many ports, at most four at a time on each address, and tells of each as it is done. */
export async function identifyAll<Task extends IdentifyTask>(
  tasks: readonly Task[],
  network: Network,
  settings: IdentifySettings,
  onDone: (task: Task, identification: Identification) => void,
): Promise<void> {
  const byAddress = new Map<string, Task[]>();
  for (const task of tasks) {
    const { address } = task.endpoint;
    byAddress.set(address, [...(byAddress.get(address) ?? []), task]);
  }
  const hosts = byAddress.values();
  const workOnHosts = async (): Promise<void> => {
    for (const own of hosts) {
      const ports = own.values();
      const work = async (): Promise<void> => {
        for (const task of ports) onDone(task, await identifyService(task, network, settings));
      };
      await Promise.all(Array.from({ length: PER_HOST }, work));
    }
  };
  await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, workOnHosts));
}
