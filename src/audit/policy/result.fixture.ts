import type { CheckDescription } from '../check.ts';
import type { AuditResult, CheckResult, HostResult, LocalListener, PortResult } from '../result.ts';
import type { IdentifiedService } from '../service.ts';
import { judgeHosts, type Judgement } from './judge-hosts.ts';
import type { Judging } from './judging.ts';
import { readPolicy } from './read-policy.ts';

/** Results made by hand, for tests of what judges and tells them. */
export const NOW = new Date('2026-11-22T12:00:00Z');

export function aCheckDescription(change: Partial<CheckDescription> = {}): CheckDescription {
  return {
    id: 'smtp.open-relay',
    title: 'passes on mail for strangers',
    services: ['smtp'],
    ports: [25],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 1000, maxRounds: 1, maxBytesIn: 1000, maxBytesOut: 1000 },
    trusted: [],
    blind: [],
    isOptIn: false,
    why: 'Whoever finds it sends spam in your name.',
    references: ['rfc5321'],
    fixes: {
      Postfix: {
        file: '/etc/postfix/main.cf',
        change: 'smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination',
        apply: 'systemctl reload postfix',
      },
      '*': { file: 'its configuration', change: 'let only your own networks relay', apply: 'restart it' },
    },
    ...change,
  };
}

export const CHECKS: ReadonlyMap<string, CheckDescription> = new Map(
  [
    aCheckDescription(),
    aCheckDescription({
      id: 'telnet.cleartext',
      title: 'asks for passwords in clear text',
      severity: 'medium',
      ports: [23],
      services: ['telnet'],
      why: 'Whoever is on the way reads them.',
      fixes: {},
    }),
    aCheckDescription({ id: 'ftp.anonymous', title: 'lets anybody in', severity: 'low', ports: [21] }),
  ].map((description) => [description.id, description]),
);

export function aCheckResult(change: Partial<CheckResult> = {}): CheckResult {
  return {
    check: 'smtp.open-relay',
    verdict: 'exposed',
    confidence: 'confirmed',
    severity: 'high',
    summary: 'It took a recipient of another domain from a stranger.',
    product: null,
    facts: {},
    transcript: [
      { at: 1, direction: '<', text: '220 mail ESMTP Postfix' },
      { at: 2, direction: '>', text: 'RCPT TO:<a@b.example>' },
      { at: 3, direction: '<', text: '250 2.1.5 Ok' },
    ],
    rounds: 1,
    bytesIn: 100,
    bytesOut: 60,
    milliseconds: 12,
    ...change,
  };
}

export function aService(name: string, change: Partial<IdentifiedService> = {}): IdentifiedService {
  return { name, product: null, version: null, isTls: false, confidence: 'certain', because: 'it said so', ...change };
}

export function aListener(change: Partial<LocalListener> = {}): LocalListener {
  return {
    transport: 'tcp',
    port: 8080,
    addresses: ['0.0.0.0'],
    process: 'node',
    pid: 812,
    user: 'ada',
    exposure: 'any address',
    ...change,
  };
}

export function aPort(port: number, change: Partial<PortResult> = {}): PortResult {
  return {
    transport: 'tcp',
    port,
    address: '10.20.0.5',
    state: 'open',
    because: 'connected',
    name: null,
    service: null,
    listener: null,
    expectation: null,
    checks: [],
    ...change,
  };
}

export function aHost(ports: readonly PortResult[], change: Partial<HostResult> = {}): HostResult {
  const addresses = [...new Set(['10.20.0.5', ...ports.map(({ address }) => address)])];
  return {
    name: 'mailhost',
    addresses: addresses.map((address) => ({ address, vantage: 'same-subnet' })),
    ports,
    ...change,
  };
}

/** Judges by the text of a policy file; '' is none. */
export function judgeBy(text: string, hosts: readonly HostResult[], change: Partial<Judging> = {}): Judgement {
  const policy = text === '' ? null : readPolicy('audit.yaml', text, [...CHECKS.keys()]);
  return judgeHosts(hosts, { policy, failOn: policy?.failOn ?? 'low', checks: CHECKS, now: NOW, ...change });
}

export function aResult(text: string, hosts: readonly HostResult[]): AuditResult {
  const { hosts: judged, findings, gaps } = judgeBy(text, hosts);
  return { hosts: judged, findings, gaps, refusals: [], notes: [] };
}

/** A result with something of everything. */
export const POLICY = `version: 1
hosts:
  - name: mailhost
    address: [10.20.0.5]
    expect:
      - { port: 22/tcp, service: ssh, product: OpenSSH }
      - { port: 25/tcp, service: smtp, checks: { smtp.open-relay: not-exposed } }
      - { port: 995/tcp, service: pop3s }
    waive:
      - { check: telnet.cleartext, port: 23/tcp, until: 2027-03-31, reason: "old PBX, ticket 4711" }
      - { check: audit.unexpected-port, port: 23/tcp, until: 2026-11-30, reason: "old PBX, ticket 4711" }
`;

export const HOST = aHost([
  aPort(22, { service: aService('ssh', { product: 'OpenSSH', version: '9.2p1' }) }),
  aPort(23, {
    service: aService('telnet'),
    checks: [aCheckResult({ check: 'telnet.cleartext', severity: 'medium', summary: 'A prompt came in clear.' })],
  }),
  aPort(25, { service: aService('smtp', { product: 'Postfix' }), checks: [aCheckResult()] }),
  aPort(995, { state: 'closed', because: 'refused' }),
  aPort(8080, { name: 'http-alt', service: aService('http'), listener: aListener() }),
]);
