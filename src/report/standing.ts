import { compareSeverity, SEVERITIES, type Severity } from '../findings/finding.ts';
import type { TrafficFinding } from '../traffic/report/traffic-finding.ts';
import { STANDINGS, type Standing } from './joined-report.ts';

/** What is known of this machine when a log is judged. */
export interface Here {
  /** Whether something that others can reach listens there: `22/tcp`. */
  readonly listensOn: (port: string) => boolean;
  /** Whether an address is one of this machine. */
  readonly isOwn: (address: string) => boolean;
}

/** Which of its ports listen here, and whether what was sent there got through. */
function standingOf(finding: TrafficFinding, here: Here): Standing {
  const { targets, ports, counts } = finding;
  if (!targets.some(({ name }) => here.isOwn(name))) return 'elsewhere';
  const open = ports.find(({ name }) => here.listensOn(name));
  if (open !== undefined) return standingOn(open.name, finding, here);
  // What more it tried is not known, and what other hosts it was about may listen there.
  const isWhole = ports.length >= counts.ports && targets.every(({ name }) => here.isOwn(name));
  return isWhole && targets.length >= counts.hosts ? 'nothing' : 'elsewhere';
}

/** The same of one port of this machine that a finding names. */
export function standingOn(port: string, { counts }: TrafficFinding, { listensOn }: Here): Standing {
  if (!listensOn(port)) return 'nothing';
  return counts.gotThrough > 0 ? 'reached' : 'listening';
}

/** One step more where it got through to what listens here, one less where nothing listens there; never below `info`. */
export function urgencyOf({ severity }: Pick<TrafficFinding, 'severity'>, standing: Standing): Severity {
  if (severity === 'info') return severity;
  const step = standing === 'reached' ? 1 : standing === 'nothing' ? -1 : 0;
  const place = SEVERITIES.indexOf(severity) + step;
  return SEVERITIES[Math.min(place, SEVERITIES.length - 1)] ?? severity;
}

/** The order of findings once it is known what listens here: the least urgent first. */
export function rankFindings(findings: readonly TrafficFinding[], here: Here): TrafficFinding[] {
  const ranked = findings.map((finding) => {
    const standing = standingOf(finding, here);
    return { finding, urgency: urgencyOf(finding, standing), rank: STANDINGS.indexOf(standing) };
  });
  ranked.sort((a, b) => compareSeverity(a.urgency, b.urgency) || a.rank - b.rank);
  return ranked.map(({ finding }) => finding);
}
