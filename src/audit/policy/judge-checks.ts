import type { AuditFinding, CheckResult } from '../result.ts';
import { ruleFinding, verifyCommand, type JudgedHost } from './judging.ts';
import type { ExpectedPort } from './policy.ts';
import { vantageAt, type PortGroup } from './port-groups.ts';
import { toFinding } from './to-finding.ts';
import { portName } from './words.ts';

export interface Judged {
  readonly findings: readonly AuditFinding[];
  /** What could not be settled, in sentences. */
  readonly gaps: readonly string[];
}

/** What checks found exposed, and what they say against what was agreed. `expected`: the line of the port, where there is one. */
export function judgeChecks(group: PortGroup, expected: ExpectedPort | null, judged: JudgedHost): Judged {
  const findings: AuditFinding[] = [];
  // Checks ran where something answered, and the one of DHCP where nothing could.
  for (const port of group.results) {
    for (const result of port.checks) {
      const description = judged.judging.checks.get(result.check);
      if (result.verdict !== 'exposed' || description === undefined) continue;
      const wanted = wantedOf(expected, result.check);
      if (wanted === 'exposed') continue;
      const anchor = expected?.checksAt[result.check] ?? expected?.at ?? judged.anchor;
      const finding = toFinding(result, description, { port, product: group.product, anchor }, judged);
      // Against what was agreed, however slight.
      findings.push(wanted === 'not-exposed' ? { ...finding, isFailure: true } : finding);
    }
  }
  if (expected === null || group.open.length === 0) return { findings, gaps: [] };
  const asked = Object.keys(expected.checks);
  return {
    findings: [...findings, ...asked.flatMap((id) => betterThanAgreed(group, expected, id, judged))],
    gaps: asked.flatMap((id) => unsettled(group, expected, id, judged)),
  };
}

function wantedOf(expected: ExpectedPort | null, check: string): 'exposed' | 'not-exposed' | null {
  return expected !== null && Object.hasOwn(expected.checks, check) ? (expected.checks[check] ?? null) : null;
}

function resultsOf(group: PortGroup, check: string): CheckResult[] {
  return group.open.flatMap(({ checks }) => checks.filter((one) => one.check === check));
}

/** An accepted exposure that is none any more: the line would hide its return. */
function betterThanAgreed(group: PortGroup, expected: ExpectedPort, id: string, judged: JudgedHost): AuditFinding[] {
  const results = resultsOf(group, id);
  const isBetter = results.length > 0 && results.every(({ verdict }) => verdict === 'not-exposed');
  if (wantedOf(expected, id) !== 'exposed' || !isBetter) return [];
  const { host, judging } = judged;
  return [
    ruleFinding(judged, group, id, {
      title: `${portName(group)} of ${host.name}: the policy file accepts that ${id} is exposed, and it is not any more`,
      severity: 'info',
      meaning: 'While the line is there, nobody is told when it is exposed again.',
      advice: [`change "${id}: exposed" to "${id}: not-exposed"`],
      evidence: results.map(({ summary }) => summary),
      isFailure: false,
      anchor: expected.checksAt[id] ?? expected.at,
      verify: verifyCommand(host.name, `--only ${id}`, judging, vantageAt(host, group.open[0]?.address ?? '')),
    }),
  ];
}

/** What the policy file wants to be so, and nobody could say: never taken for good. */
function unsettled(group: PortGroup, expected: ExpectedPort, id: string, { host }: JudgedHost): string[] {
  if (wantedOf(expected, id) !== 'not-exposed') return [];
  const results = resultsOf(group, id);
  const where = `${id} on ${portName(group)} of ${host.name}`;
  if (results.length === 0) return [`${where} did not run`];
  const open = results.find(({ verdict }) => verdict === 'inconclusive');
  return open === undefined ? [] : [`${where} could not be settled: ${open.summary}`];
}
