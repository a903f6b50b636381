import type { ScanTarget } from '../engine/scan.ts';
import type { ProbeTarget } from './plan.ts';

/** What a scan of one transport asks: each address once, with the ports of all hosts that have it. */
export function scanTargets(targets: readonly ProbeTarget[], transport: 'tcp' | 'udp'): ScanTarget[] {
  const byAddress = new Map<string, { address: string; isOwn: boolean; ports: Set<number> }>();
  for (const target of targets) {
    const { address, vantage } = target;
    const known = byAddress.get(address);
    if (known !== undefined) for (const port of target[transport]) known.ports.add(port);
    else {
      const isOwn = vantage === 'same-address' || vantage === 'outside-netns';
      byAddress.set(address, { address, isOwn, ports: new Set(target[transport]) });
    }
  }
  return [...byAddress.values()].map(({ address, isOwn, ports }) => ({ address, isOwn, ports: [...ports] }));
}
