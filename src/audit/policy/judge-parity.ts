import { parseIp } from '../../net/prefix.ts';
import { withoutZone } from '../address.ts';
import type { AuditFinding, HostResult, PortResult } from '../result.ts';
import { ruleFinding, type JudgedHost } from './judging.ts';
import type { PortGroup } from './port-groups.ts';
import { answerText, portName } from './words.ts';

/** Both families have to have been looked at, or there is nothing to compare: a sentence why not. */
export function parityGap(host: HostResult): string | null {
  const families = new Set(host.addresses.map(({ address }) => familyOf(address)));
  if (families.has(4) && families.has(6)) return null;
  return `parity of ${host.name} was not judged: it was asked over ${families.has(6) ? 'IPv6' : 'IPv4'} only`;
}

/** A port that answers, or a check that says so, over one family of addresses and not over the other. */
export function judgeParity(group: PortGroup, judged: JudgedHost): AuditFinding[] {
  const difference = openDifference(group) ?? verdictDifference(group);
  if (difference === null) return [];
  return [
    ruleFinding(judged, group, 'audit.parity', {
      title: `${portName(group)} of ${judged.host.name} ${difference}`,
      severity: 'medium',
      meaning: 'A firewall or a setting was written for one family of addresses only, and strangers try both.',
      advice: ['write the rule or the address to listen on for both families, or for neither'],
      evidence: group.results.map(answerText),
      isFailure: true,
    }),
  ];
}

function openDifference({ open }: PortGroup): string | null {
  const hasV4 = open.some(isV4);
  const hasV6 = open.some((port) => !isV4(port));
  if (hasV4 === hasV6) return null;
  return hasV4 ? 'answers over IPv4 and not over IPv6' : 'answers over IPv6 and not over IPv4';
}

function verdictDifference({ open }: PortGroup): string | null {
  for (const check of new Set(open.flatMap(({ checks }) => checks.map((one) => one.check)))) {
    const exposed = (ports: readonly PortResult[]) =>
      ports.some(({ checks }) => checks.some((one) => one.check === check && one.verdict === 'exposed'));
    const clear = (ports: readonly PortResult[]) =>
      ports.some(({ checks }) => checks.some((one) => one.check === check && one.verdict === 'not-exposed'));
    const v4 = open.filter(isV4);
    const v6 = open.filter((port) => !isV4(port));
    if (exposed(v4) && clear(v6)) return `is exposed over IPv4 and not over IPv6, says ${check}`;
    if (exposed(v6) && clear(v4)) return `is exposed over IPv6 and not over IPv4, says ${check}`;
  }
  return null;
}

function isV4({ address }: PortResult): boolean {
  return familyOf(address) === 4;
}

function familyOf(address: string): 4 | 6 | null {
  return parseIp(withoutZone(address))?.family ?? null;
}
