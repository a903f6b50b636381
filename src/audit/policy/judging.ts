import type { Severity } from '../../findings/finding.ts';
import type { CheckDescription } from '../check.ts';
import type { Anchor, AuditFinding, HostResult } from '../result.ts';
import type { Vantage } from '../vantage/vantage.ts';
import type { Policy, PolicyHost } from './policy.ts';
import { fingerprintOf } from './fingerprint.ts';
import { vantageAt, type PortGroup } from './port-groups.ts';
import { portName, shellWord } from './words.ts';

/** What results are judged by. */
export interface Judging {
  /** Null: exposures are told, and nothing was agreed. */
  readonly policy: Policy | null;
  /** The least severity of an exposure that makes the audit fail; null: none does. */
  readonly failOn: Severity | null;
  readonly checks: ReadonlyMap<string, CheckDescription>;
  readonly now: Date;
}

/** A host and what was agreed of it. */
export interface JudgedHost {
  readonly host: HostResult;
  /** Null where the policy file does not have it. */
  readonly agreed: PolicyHost | null;
  /** Its place in the policy file, or that of the list it should be in; null without a file. */
  readonly anchor: Anchor | null;
  readonly judging: Judging;
}

type Own = 'title' | 'severity' | 'meaning' | 'advice' | 'evidence' | 'isFailure';

/** A finding of a rule of the comparison; the rest of it follows from where it is. */
export function ruleFinding(
  { host, anchor, judging }: JudgedHost,
  group: Pick<PortGroup, 'transport' | 'port' | 'product'> & Partial<Pick<PortGroup, 'open'>>,
  id: string,
  own: Pick<AuditFinding, Own> & Partial<Pick<AuditFinding, 'confidence' | 'anchor' | 'verify'>>,
): AuditFinding {
  const { transport, port, product } = group;
  const address = group.open?.[0]?.address ?? host.addresses[0]?.address ?? host.name;
  const time = judging.now.toISOString();
  return {
    id,
    confidence: 'high',
    subject: `${host.name} ${portName(group)}`,
    first: time,
    last: time,
    count: Math.max(group.open?.length ?? 1, 1),
    references: [],
    fingerprint: fingerprintOf({ host: host.name, transport, port, id, product }),
    host: host.name,
    address,
    port,
    transport,
    verdict: null,
    vantage: vantageAt(host, address),
    fix: null,
    verify: verifyCommand(host.name, `--ports ${portName(group)}`, judging, vantageAt(host, address)),
    waiver: null,
    anchor,
    transcript: [],
    ...own,
  };
}

/** The command that does only this again. `host`: null for what belongs to a network, which is no target. */
export function verifyCommand(host: string | null, only: string, { policy }: Judging, vantage: Vantage): string {
  const file = policy === null ? '' : ` --policy ${shellWord(policy.path)}`;
  // From elsewhere the same question may get another answer.
  const from = vantage === 'outside-netns' ? ' --vantage netns' : '';
  return `portolan audit ${host === null ? '' : `${shellWord(host)} `}${only}${from}${file}`;
}
