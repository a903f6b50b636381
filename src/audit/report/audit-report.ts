import type { AuditFinding, AuditResult, HostResult, PortResult } from '../result.ts';
import type { Refusal } from '../scope/judge-address.ts';
import { portGroups } from '../policy/port-groups.ts';

/** The sums of an audit. */
export interface AuditSummary {
  readonly hosts: number;
  /** Ports that answer; one on several addresses of a host is one. */
  readonly open: number;
  /** Those that are as the policy file has them. */
  readonly expected: number;
  readonly unexpected: number;
  readonly missing: number;
  /** Findings that a waiver excuses. */
  readonly waived: number;
  /** Findings that make the audit fail. */
  readonly failing: number;
  /** No finding fails, and all could be looked at. */
  readonly passes: boolean;
}

/** What `audit --json` writes inside its envelope. */
export interface AuditReport extends AuditResult {
  /** The policy file; null without one. */
  readonly policy: string | null;
  readonly summary: AuditSummary;
}

/** A line of `audit --ndjson`, as it comes: ports, findings, what could not be looked at, and at the end the sums. */
export type AuditEvent =
  | ({ readonly event: 'port'; readonly host: string } & PortResult)
  | { readonly event: 'finding'; readonly finding: AuditFinding }
  | ({ readonly event: 'refusal' } & Refusal)
  | { readonly event: 'gap'; readonly text: string }
  | { readonly event: 'end'; readonly summary: AuditSummary };

export function auditReport(result: AuditResult, policy: string | null): AuditReport {
  return { policy, summary: summarise(result), ...result };
}

function summarise({ hosts, findings, gaps, refusals }: AuditResult): AuditSummary {
  const groups = hosts.flatMap(portGroups);
  const count = (wanted: PortResult['expectation']): number => {
    return groups.filter(({ results }) => results.some(({ expectation }) => expectation === wanted)).length;
  };
  const failing = findings.filter(({ isFailure }) => isFailure).length;
  return {
    hosts: hosts.length,
    open: groups.filter(({ open }) => open.length > 0).length,
    expected: count('expected'),
    unexpected: count('unexpected'),
    missing: findings.filter(({ id }) => id === 'audit.missing-port').length,
    waived: findings.filter(({ waiver }) => waiver !== null).length,
    failing,
    passes: failing === 0 && gaps.length === 0 && refusals.length === 0,
  };
}

/** One port, as soon as it is known. */
export function portEvent({ name }: Pick<HostResult, 'name'>, port: PortResult): AuditEvent {
  return { event: 'port', host: name, ...port };
}

/** All of a result, in the order of NDJSON. `isTold`: ports that were told as they came. */
export function* auditEvents(
  result: AuditResult,
  isTold: (host: string, port: PortResult) => boolean = () => false,
): Generator<AuditEvent> {
  for (const host of result.hosts) {
    for (const port of host.ports) if (!isTold(host.name, port)) yield portEvent(host, port);
  }
  for (const finding of result.findings) yield { event: 'finding', finding };
  for (const refusal of result.refusals) yield { event: 'refusal', ...refusal };
  for (const text of result.gaps) yield { event: 'gap', text };
  yield { event: 'end', summary: summarise(result) };
}
