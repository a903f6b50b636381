import { assemble, type PortNamer } from '../../audit/assemble.ts';
import type { CheckDescription } from '../../audit/check.ts';
import { CHECKS } from '../../audit/checks/all.ts';
import { judgeHosts } from '../../audit/policy/judge-hosts.ts';
import { readPolicy } from '../../audit/policy/read-policy.ts';
import type { ProbeTarget } from '../../audit/probing/plan.ts';
import { auditReport, type AuditReport } from '../../audit/report/audit-report.ts';
import type { LocalListener } from '../../audit/result.ts';
import { DEMO_ADDRESS, DEMO_HOST, DEMO_NOW } from '../demo-host.ts';
import { PROGRAMS, USERS } from '../host/programs.ts';
import { ANSWERS, NEIGHBOUR } from './answers.ts';
import { POLICY_PATH, POLICY_TEXT } from './policy-text.ts';

const TARGETS: readonly ProbeTarget[] = [
  { host: DEMO_HOST, address: DEMO_ADDRESS, vantage: 'outside-netns', tcp: [], udp: [], told: [] },
  { host: NEIGHBOUR.name, address: NEIGHBOUR.address, vantage: 'same-subnet', tcp: [], udp: [], told: [] },
];

/** An audit that nobody made: invented answers, put together and judged by the code that does it for real ones. */
export function demoAudit(nameOf: PortNamer): AuditReport {
  const checks = new Map<string, CheckDescription>(CHECKS.map(({ description }) => [description.id, description]));
  const own = { hosts: [DEMO_HOST], listeners: listeners(), isTold: () => false };
  const { hosts, disagreements } = assemble(TARGETS, ANSWERS, own, nameOf);
  const policy = readPolicy(POLICY_PATH, POLICY_TEXT, [...checks.keys()]);
  const judged = judgeHosts(hosts, { policy, failOn: 'low', checks, now: DEMO_NOW }, disagreements);
  const result = { hosts: judged.hosts, findings: judged.findings, refusals: [], gaps: judged.gaps, notes: [] };
  return auditReport(result, POLICY_PATH);
}

/** What listens on the host by TCP, as the audit knows it. */
function listeners(): LocalListener[] {
  return PROGRAMS.flatMap(({ pid, name, uid, listens }) =>
    listens
      .map((text) => text.split(' '))
      .filter(([transport]) => transport === 'tcp')
      .map(([, address = '', port]) => ({
        transport: 'tcp',
        port: Number(port),
        addresses: [address],
        process: name,
        pid,
        user: USERS[uid] ?? null,
        exposure: address === '0.0.0.0' || address === '::' ? 'any address' : address,
      })),
  );
}
