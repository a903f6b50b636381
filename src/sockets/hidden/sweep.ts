import type { PortRange } from '../../net/port.ts';
import { everywhere, TRANSPORTS, type Family, type Probe, type ProbeOutcome } from './probe.ts';
import type { ShownPorts } from './shown-ports.ts';

/** A port that was held in these families when it was probed. */
export interface Suspect {
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly families: readonly Family[];
}

export interface Sweep {
  readonly probed: { tcp: number; udp: number };
  readonly shown: { tcp: number; udp: number };
  readonly suspects: Suspect[];
  /** Probes that said neither free nor held. */
  readonly unanswered: (Suspect & { readonly outcome: ProbeOutcome })[];
}

/** Probes at once. They take turns in the kernel anyway; this only hides the turns of the event loop. */
export const AT_ONCE = 32;

/**
 * Probes every port of the range in the families where no visible socket explains a refusal; `::` without IPV6_V6ONLY
 * collides with both, so that most ports cost one probe a transport.
 */
export async function sweepPorts(
  { from, to }: PortRange,
  familiesOf: (transport: 'tcp' | 'udp') => readonly Family[],
  shown: ShownPorts,
  probe: Probe,
  progress: (done: number, total: number) => void,
): Promise<Sweep> {
  const sweep: Sweep = { probed: { tcp: 0, udp: 0 }, shown: { tcp: 0, udp: 0 }, suspects: [], unanswered: [] };
  const total = (to - from + 1) * TRANSPORTS.length;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < total) {
      const at = next++;
      const transport = at % 2 === 0 ? 'tcp' : 'udp';
      const port = from + (at >>> 1);
      progress(at, total);
      const looked = familiesOf(transport);
      const families = looked.filter((family) => !shown.explains(transport, port, family));
      if (looked.length > 0 && families.length === 0) sweep.shown[transport]++;
      if (families.length === 0) continue;
      const outcome = await probe(everywhere(transport, port, families));
      if (outcome === 'free' || outcome === 'in-use') sweep.probed[transport]++;
      else sweep.unanswered.push({ transport, port, families, outcome });
      if (outcome === 'in-use') sweep.suspects.push({ transport, port, families });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sweep;
}
