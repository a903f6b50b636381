import type { Network } from '../network/network.ts';
import { identifyService, type Identification, type IdentifySettings, type IdentifyTask } from './identify.ts';

/** Ports of one host that are spoken to at the same time. */
export const PER_HOST = 4;

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
  const workers: Promise<void>[] = [];
  for (const own of byAddress.values()) {
    const waiting = own.values();
    const work = async (): Promise<void> => {
      for (const task of waiting) onDone(task, await identifyService(task, network, settings));
    };
    for (let count = 0; count < Math.min(PER_HOST, own.length); count++) workers.push(work());
  }
  await Promise.all(workers);
}
