import type { Finding, Severity } from '../../findings/finding.ts';
import { formatPortRange } from '../../net/port.ts';
import type { Advice } from './advice.ts';
import type { PortPool } from './pool.ts';
import type { DestinationUse, EphemeralUse, PoolUse } from './use.ts';

/** From enough to nothing left. */
export type Verdict = 'plenty' | 'filling' | 'tight' | 'nearly-out' | 'out';

const STEPS: readonly { readonly from: number; readonly verdict: Verdict; readonly severity: Severity }[] = [
  { from: 1, verdict: 'out', severity: 'critical' },
  { from: 0.9, verdict: 'nearly-out', severity: 'high' },
  { from: 0.75, verdict: 'tight', severity: 'medium' },
  { from: 0.5, verdict: 'filling', severity: 'low' },
];

export function verdictOf(share: number): Verdict {
  return STEPS.find(({ from }) => share >= from)?.verdict ?? 'plenty';
}

/** `97.4%`, never rounded up to a full hundred. */
export function formatShare(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
}

export function destinationText({ destination, port }: Pick<DestinationUse, 'destination' | 'port'>): string {
  return destination.includes(':') ? `[${destination}]:${port}` : `${destination}:${port}`;
}

/** Findings where a scope is half full or more. A destination each, for each runs out by itself. */
export function judgeUse(pool: PortPool, use: EphemeralUse, advice: readonly Advice[], takenAt: Date): Finding[] {
  const findings: Finding[] = [];
  const add = (what: Judged, scope: PoolUse): void => {
    const step = STEPS.find(({ from }) => scope.share >= from);
    if (step === undefined) return;
    const time = takenAt.toISOString();
    findings.push({
      id: what.id,
      severity: step.severity,
      confidence: 'high',
      title: `${what.subject}: ${formatShare(scope.share)} of ${pool.usable} client ports taken`,
      meaning: what.meaning,
      advice: advice
        .filter(({ id }) => what.advice.includes(id))
        .map(({ text, commands }) => [text, ...commands].join(' ')),
      subject: what.subject,
      first: time,
      last: time,
      count: scope.used,
      evidence: [
        `${scope.used} ports of ${formatPortRange(pool.range)} in use, ${scope.timeWait} of them in TIME-WAIT`,
        ...what.evidence,
      ],
      references: ['rfc6056'],
    });
  };
  for (const destination of use.destinations) {
    add(
      {
        id: 'sockets.ephemeral-destination',
        subject: `connections from ${destination.source} to ${destinationText(destination)}`,
        meaning: 'When no port is left, connect() to this destination fails with EADDRNOTAVAIL; others still work.',
        advice: ['pool', 'tw-reuse', 'widen', 'addresses'],
        evidence: use.blocked === 0 ? [] : [`${use.blocked} ports more are listened on, and connect() skips them`],
      },
      destination,
    );
  }
  add(
    {
      id: 'sockets.ephemeral-bind',
      subject: 'bind(0) and listen(0)',
      meaning:
        'When every port has a TCP socket, bind(0) and listen(0) on all addresses fail with EADDRINUSE, and so does a program that binds its source address before it connects.',
      advice: ['bind-no-port', 'pool', 'widen'],
      evidence: [],
    },
    use.bind,
  );
  add(
    {
      id: 'sockets.ephemeral-udp',
      subject: 'UDP client ports',
      meaning:
        'When none is left, a new UDP client fails (EAGAIN): name resolution, QUIC and time among the first to notice.',
      advice: ['widen'],
      evidence: [],
    },
    use.udp,
  );
  return findings;
}

interface Judged {
  readonly id: string;
  readonly subject: string;
  readonly meaning: string;
  readonly advice: readonly Advice['id'][];
  readonly evidence: readonly string[];
}
