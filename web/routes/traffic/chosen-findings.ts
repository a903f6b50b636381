import { compareSeverity } from '../../../src/findings/finding.ts';
import type { PortRange } from '../../../src/net/port.ts';
import type { Suppression, TrafficFinding } from '../../api/documents.ts';
import { isWithin } from '../../state/port-filter.ts';

/** A finding, and its place in the report, by which its evidence is asked for. */
export interface ListedFinding {
  readonly finding: TrafficFinding;
  readonly place: number;
  /** By which somebody put it away; null where nobody did. */
  readonly suppression: Suppression | null;
}

export interface FindingFilter {
  readonly words: string;
  readonly ranges: readonly PortRange[] | null;
  /** ISO times; null where open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly suppressions: readonly Suppression[];
  readonly withSuppressed: boolean;
  /** ISO day. */
  readonly today: string;
}

/** The findings that are listed, the worst first. */
export function chosenFindings(findings: readonly TrafficFinding[], filter: FindingFilter): ListedFinding[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return findings
    .map((finding, place) => ({ finding, place, suppression: suppressionOf(finding, filter) }))
    .filter(({ finding, suppression }) => {
      if (suppression !== null && !filter.withSuppressed) return false;
      if (filter.from !== null && finding.last !== '' && finding.last < filter.from) return false;
      if (filter.to !== null && finding.first !== '' && finding.first > filter.to) return false;
      if (!isOnPorts(finding, filter.ranges)) return false;
      const text = words.length === 0 ? '' : textOf(finding);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => compareSeverity(b.finding.severity, a.finding.severity) || b.finding.count - a.finding.count);
}

/** A suppression names a rule and, unless it is about all, a subject; it ends by itself. */
function suppressionOf(finding: TrafficFinding, { suppressions, today }: FindingFilter): Suppression | null {
  const fits = ({ rule, subject, until }: Suppression): boolean =>
    rule === finding.id && (subject === null || subject === finding.subject) && until.slice(0, 10) >= today;
  return suppressions.find(fits) ?? null;
}

/** A finding about more ports than it lists may be about these too: it is not left out. */
function isOnPorts({ ports, counts }: TrafficFinding, ranges: readonly PortRange[] | null): boolean {
  if (ranges === null || counts.ports > ports.length) return true;
  return ports.some(({ name }) => isWithin(ranges, Number(name.split('/')[0])));
}

function textOf({ title, id, subject, who, targets, ports }: TrafficFinding): string {
  return [title, id, subject, ...[...who, ...targets, ...ports].map(({ name }) => name)].join(' ').toLowerCase();
}
