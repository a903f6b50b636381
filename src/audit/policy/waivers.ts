import type { AuditFinding } from '../result.ts';
import { daysLeft } from './days.ts';
import { ruleFinding, type JudgedHost } from './judging.ts';
import type { PolicyWaiver } from './policy.ts';
import { portName } from './words.ts';

/** From so many days before its end a waiver is spoken of. */
const NOTICE_DAYS = 14;

/** Takes waivers into account: those that hold excuse, those that ended are named, and those that end soon too. */
export function applyWaivers(findings: readonly AuditFinding[], judged: JudgedHost): AuditFinding[] {
  const waivers = judged.agreed?.waivers ?? [];
  const told = new Map<PolicyWaiver, AuditFinding>();
  const now = judged.judging.now;
  const judgedFindings = findings.map((finding) => {
    const matching = waivers.filter((waiver) => matches(waiver, finding));
    const [current] = matching
      .filter(({ until }) => daysLeft(until, now) >= 0)
      .sort((a, b) => b.until.localeCompare(a.until));
    if (current !== undefined) {
      if (daysLeft(current.until, now) < NOTICE_DAYS) remember(told, current, finding);
      return { ...finding, isFailure: false, waiver: { until: current.until, reason: current.reason } };
    }
    const [ended] = matching.sort((a, b) => b.until.localeCompare(a.until));
    if (ended === undefined) return finding;
    remember(told, ended, finding);
    const words = `its waiver ended on ${ended.until} (${ended.reason}), so it counts again`;
    return { ...finding, advice: [...finding.advice, words] };
  });
  return [...judgedFindings, ...[...told].map(([waiver, finding]) => waiverFinding(waiver, finding, judged))];
}

function matches({ check, ports }: PolicyWaiver, { id, port, transport }: AuditFinding): boolean {
  if (check !== null && check !== id) return false;
  return ports === null || (ports.transport === transport && port >= ports.from && port <= ports.to);
}

function remember(told: Map<PolicyWaiver, AuditFinding>, waiver: PolicyWaiver, finding: AuditFinding): void {
  if (!told.has(waiver)) told.set(waiver, finding);
}

function waiverFinding(waiver: PolicyWaiver, finding: AuditFinding, judged: JudgedHost): AuditFinding {
  const left = daysLeft(waiver.until, judged.judging.now);
  const what = `the waiver of ${waiver.check ?? 'everything'} on ${portName(finding)} of ${finding.host}`;
  const place = { transport: finding.transport, port: finding.port, product: null };
  const when = left < 0 ? `ended on ${waiver.until}` : `ends on ${waiver.until}, ${inDays(left)}`;
  return ruleFinding(judged, place, left < 0 ? 'audit.waiver-expired' : 'audit.waiver-expiring', {
    title: `${what} ${when}`,
    severity: 'info',
    meaning: left < 0 ? 'What it excused counts again.' : 'After that day what it excuses makes the audit fail again.',
    advice: ['end what it excuses, or agree to a later day'],
    evidence: [waiver.reason, finding.title],
    isFailure: false,
    anchor: waiver.at,
    verify: finding.verify,
  });
}

function inDays(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}
