import type { ProbedPort, ProbeEvent, ProbePlan, ProbeTarget } from '../../../audit/probing/plan.ts';
import { reachOf } from '../../../audit/address.ts';
import { parseIp } from '../../../net/prefix.ts';
import type { Context } from '../../context.ts';
import { probeFromOutside, probeHere } from './probe.ts';
import { ProgressLine } from './progress-line.ts';

/** What came of probing. */
export interface Probed {
  /** What was asked, each from where it was. */
  readonly targets: readonly ProbeTarget[];
  readonly ports: readonly ProbedPort[];
  readonly gaps: readonly string[];
  readonly notes: readonly string[];
  readonly wasInterrupted: boolean;
}

/**
 * Runs a plan, from here or with this machine's outward addresses asked from a namespace beside it. Ctrl-C ends it, and what
 * was found by then is told; a second one ends the program at once. `onPort` is told each port as soon as all is known of it.
 */
export async function runProbes(
  plan: ProbePlan,
  vantage: 'direct' | 'netns',
  context: Context,
  onPort: (port: ProbedPort) => void,
): Promise<Probed> {
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const ports: ProbedPort[] = [];
  const gaps: string[] = [];
  const notes: string[] = [];
  const bar = new ProgressLine(context);
  const tell = (event: ProbeEvent): void => {
    if (event.kind === 'gap') gaps.push(event.gap);
    else if (event.kind === 'note') notes.push(event.note);
    else if (event.kind === 'progress') bar.show(event.progress);
    else {
      ports.push(event.port);
      bar.clear();
      onPort(event.port);
    }
  };
  const split = parts(plan, vantage).filter(([, part]) => part.targets.length > 0 || part.dhcpFrom !== null);
  if (vantage === 'netns' && split.every(([from]) => from === 'direct')) {
    gaps.push('nothing was asked from a namespace: no address of this machine that others can reach was to be asked');
  }
  try {
    for (const [from, part] of split) {
      const probe = from === 'netns' ? probeFromOutside : probeHere;
      await probe(part, tell, interrupted.signal);
    }
  } finally {
    bar.clear();
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
  return {
    targets: split.flatMap(([, part]) => part.targets),
    ports,
    gaps,
    notes,
    wasInterrupted: interrupted.signal.aborted,
  };
}

/** From the namespace only this machine's outward addresses are asked: its loopback there is another, and neighbours are not. */
export function parts(
  plan: ProbePlan,
  vantage: 'direct' | 'netns',
): readonly (readonly ['direct' | 'netns', ProbePlan])[] {
  if (vantage === 'direct') return [['direct', plan]];
  const outward = plan.targets.filter(({ address, vantage: from }) => from === 'same-address' && !isInward(address));
  const inside = plan.targets.filter((target) => !outward.includes(target));
  const moved = outward.map((target) => ({ ...target, vantage: 'outside-netns' as const }));
  return [
    // Each has a journal of its own, because a journal belongs to its targets. Only one of them asks for DHCP servers: the one on whose interface they are.
    [
      'netns',
      { ...plan, targets: moved, dhcpFrom: null, journal: plan.journal === null ? null : `${plan.journal}.netns` },
    ],
    ['direct', { ...plan, targets: inside }],
  ];
}

/** Loopback, and addresses with a zone, which is an interface's that the namespace does not have. */
function isInward(address: string): boolean {
  const ip = parseIp(address);
  return ip === null || reachOf(ip) === 'loopback';
}
