import type { ProbedPort, ProbeEvent, ProbePlan, ProbeProgress, ProbeTarget } from '../../../audit/probing/plan.ts';
import { reachOf } from '../../../audit/address.ts';
import { parseIp } from '../../../net/prefix.ts';
import type { Context } from '../../context.ts';
import { probeFromOutside, probeHere } from './probe.ts';

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
 * was found by then is told; a second one ends the program at once.
 */
export async function runProbes(plan: ProbePlan, vantage: 'direct' | 'netns', context: Context): Promise<Probed> {
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
    }
  };
  const split = parts(plan, vantage).filter(([, part]) => part.targets.length > 0 || part.dhcpFrom !== null);
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

const ERASE_LINE = '\r\u001b[K';
const QUIET_MILLISECONDS = 500;

/** How far it is, on the terminal of standard error only. */
class ProgressLine {
  readonly #context: Context;
  readonly #since: number;
  #isShown = false;

  constructor(context: Context) {
    this.#context = context;
    this.#since = context.now().getTime();
  }

  show({ done, total, open, secondsLeft }: ProbeProgress): void {
    if (!process.stderr.isTTY || this.#context.now().getTime() - this.#since < QUIET_MILLISECONDS) return;
    const left = secondsLeft === null ? '' : `, about ${Math.max(Math.ceil(secondsLeft), 1)} s to go`;
    this.#isShown = true;
    this.#write(`${ERASE_LINE}asked ${done} of ${total} ports, ${open} open${left}`);
  }

  clear(): void {
    if (this.#isShown) this.#write(ERASE_LINE);
    this.#isShown = false;
  }

  #write(text: string): void {
    this.#context.stderr.write(text);
    this.#context.stderr.flush();
  }
}
