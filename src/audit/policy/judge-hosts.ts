import { compareSeverity } from '../../findings/finding.ts';
import { canonicalAddress } from '../address.ts';
import type { AuditFinding, Expectation, HostResult, PortResult } from '../result.ts';
import type { Disagreement } from '../assemble.ts';
import { dayOf } from './days.ts';
import { judgeAgreement } from './judge-agreement.ts';
import { judgeChecks } from './judge-checks.ts';
import { judgeParity, parityGap } from './judge-parity.ts';
import { judgeService, missingPort, unexpectedPort } from './judge-ports.ts';
import type { JudgedHost, Judging } from './judging.ts';
import { withLoopRisk } from './loop-risk.ts';
import type { ExpectedPort, Policy, PolicyHost } from './policy.ts';
import { portGroups, type PortGroup } from './port-groups.ts';
import { applyWaivers } from './waivers.ts';
import { portName } from './words.ts';

/** What results say once they are held against what was agreed. */
export interface Judgement {
  /** The same hosts; each port has its expectation. */
  readonly hosts: readonly HostResult[];
  /** The worst last. */
  readonly findings: readonly AuditFinding[];
  /** What was agreed and could not be settled, in sentences. */
  readonly gaps: readonly string[];
  /** Hosts of the policy file that are not among the results. */
  readonly notAudited: readonly string[];
}

/** Judges what was found. Ports that the policy file expects have to be among those that were asked. */
export function judgeHosts(
  hosts: readonly HostResult[],
  judging: Judging,
  disagreements: readonly Disagreement[] = [],
): Judgement {
  const { policy } = judging;
  const met = new Set<PolicyHost>();
  const findings: AuditFinding[] = [];
  const gaps: string[] = [];
  const judgedHosts = hosts.map((host): HostResult => {
    const agreed = policy === null ? null : hostOf(policy, host);
    if (agreed !== null) met.add(agreed);
    // Fingerprints go by the policy's name.
    const named = agreed === null ? host : { ...host, name: agreed.name };
    const anchor = agreed?.at ?? policy?.at ?? null;
    const differing = disagreements.filter((each) => each.host === host.name);
    const judged = judgeHost({ host: named, agreed, anchor, judging }, differing);
    findings.push(...judged.findings);
    gaps.push(...judged.gaps);
    return judged.host;
  });
  const notAudited = (policy?.hosts ?? []).filter((host) => !met.has(host)).map(({ name }) => name);
  return { hosts: judgedHosts, findings: findings.sort(worstLast), gaps, notAudited };
}

/** By name and address, else by an address, else by name: its address may have changed. */
function hostOf({ hosts }: Policy, { name, addresses }: HostResult): PolicyHost | null {
  const known = new Set(addresses.map(({ address }) => canonicalAddress(address)));
  const atAddress = hosts.filter((host) => host.addresses.some((address) => known.has(canonicalAddress(address))));
  const isNamed = (host: PolicyHost): boolean => host.name === name;
  return atAddress.find(isNamed) ?? atAddress[0] ?? hosts.find(isNamed) ?? null;
}

interface JudgedResult {
  readonly host: HostResult;
  readonly findings: readonly AuditFinding[];
  readonly gaps: readonly string[];
}

function judgeHost(judged: JudgedHost, disagreements: readonly Disagreement[]): JudgedResult {
  const { host, agreed, judging } = judged;
  const groups = withExpected(portGroups(host), agreed);
  const lines = new Map((agreed?.expect ?? []).map((line) => [portName(line), line]));
  const found: AuditFinding[] = [];
  const gaps: string[] = [];
  const expectations = new Map<string, Expectation>();
  for (const group of groups) {
    const line = lines.get(portName(group));
    const isEarly = line?.notBefore != null && dayOf(judging.now) < line.notBefore;
    const expected = line === undefined || isEarly ? null : line;
    // Who answered a broadcast is judged by the check: no line can agree to a port of a whole network.
    if (judging.policy !== null && host.addresses.length > 0) {
      const compared = compareGroup(group, expected, isEarly ? (line ?? null) : null, judged);
      found.push(...compared.findings);
      gaps.push(...compared.gaps);
      if (compared.expectation !== null) expectations.set(portName(group), compared.expectation);
    }
    const checked = judgeChecks(group, expected, judged);
    found.push(...checked.findings);
    gaps.push(...checked.gaps);
  }
  if (agreed?.isParityAsked === true) {
    const gap = parityGap(host);
    if (gap === null) found.push(...groups.flatMap((group) => judgeParity(group, judged)));
    else gaps.push(gap);
  }
  found.push(...disagreements.map((each) => judgeAgreement(each, judged)));
  const findings = applyWaivers(withLoopRisk(mergeSame(found)), judged);
  for (const finding of findings) {
    if (finding.waiver !== null && finding.id === 'audit.unexpected-port')
      expectations.set(portName(finding), 'waived');
  }
  const ports = host.ports.map((port): PortResult => {
    return { ...port, expectation: expectations.get(portName(port)) ?? null };
  });
  return { host: { ...host, ports }, findings, gaps };
}

/** With a group for each expected port of which nothing is known. */
function withExpected(groups: readonly PortGroup[], agreed: PolicyHost | null): PortGroup[] {
  const known = new Set(groups.map(portName));
  const lines = (agreed?.expect ?? []).filter((line) => !known.has(portName(line)));
  return [
    ...groups,
    ...lines.map(({ port, transport }) => ({ port, transport, results: [], open: [], product: null })),
  ];
}

interface Compared {
  readonly findings: readonly AuditFinding[];
  readonly gaps: readonly string[];
  readonly expectation: Expectation | null;
}

function compareGroup(
  group: PortGroup,
  expected: ExpectedPort | null,
  later: ExpectedPort | null,
  judged: JudgedHost,
): Compared {
  const isOpen = group.open.length > 0;
  if (expected === null) {
    return { findings: unexpectedPort(group, later, judged), gaps: [], expectation: isOpen ? 'unexpected' : null };
  }
  if (!isOpen) return { findings: missingPort(group, expected, judged), gaps: [], expectation: 'missing' };
  return { ...judgeService(group, expected, judged), expectation: 'expected' };
}

/** The same matter on two addresses of a host is one finding with the evidence of both. */
function mergeSame(findings: readonly AuditFinding[]): AuditFinding[] {
  const merged = new Map<string, AuditFinding>();
  for (const finding of findings) {
    const other = merged.get(finding.fingerprint);
    if (other === undefined) {
      merged.set(finding.fingerprint, finding);
      continue;
    }
    const worse = compareSeverity(finding.severity, other.severity) > 0 ? finding : other;
    merged.set(finding.fingerprint, {
      ...worse,
      count: finding.count + other.count,
      evidence: [...new Set([...other.evidence, ...finding.evidence])],
      isFailure: finding.isFailure || other.isFailure,
    });
  }
  return [...merged.values()];
}

/** By whether it fails, then by severity; the rest in the order of hosts and ports. */
function worstLast(a: AuditFinding, b: AuditFinding): number {
  const rank = ({ waiver, isFailure }: AuditFinding): number => (waiver !== null ? 0 : isFailure ? 2 : 1);
  return rank(a) - rank(b) || compareSeverity(a.severity, b.severity);
}
