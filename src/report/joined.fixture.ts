import { auditReport } from '../audit/report/audit-report.ts';
import { aResult, HOST, POLICY } from '../audit/policy/result.fixture.ts';
import type { HostResult } from '../audit/result.ts';
import type { Finding } from '../findings/finding.ts';
import type { ListenerRecord } from '../sockets/listener-record.ts';
import type { TrafficFinding } from '../traffic/report/traffic-finding.ts';
import { aFinding as aTrafficFinding, aPage } from '../traffic/report/html/report.fixture.ts';
import { joinLenses, type Said } from './join.ts';
import type { AuditRecord, JoinedReport } from './joined-report.ts';

export const OURS = '10.20.0.5';

export function aLook(more: Partial<Finding> = {}): Finding {
  return {
    id: 'sockets.exposed-service',
    severity: 'medium',
    confidence: 'high',
    title: 'redis, open to any address: no password',
    meaning: 'Whoever reaches it can write files.',
    advice: ['Bind it to 127.0.0.1.'],
    subject: '6379/tcp redis-server',
    first: '2026-11-22T12:00:00.000Z',
    last: '2026-11-22T12:00:00.000Z',
    count: 1,
    evidence: [],
    references: [],
    ...more,
  };
}

export function aListener(port: number, more: Partial<ListenerRecord> = {}): ListenerRecord {
  return {
    port,
    transport: 'tcp',
    service: null,
    note: null,
    exposure: 'wildcard',
    exposureReason: 'bound to every address of this host',
    dualStack: 'no',
    addresses: ['0.0.0.0'],
    owner: 'visible',
    processes: [{ pid: 812, name: 'server', user: 'ada', command: null, unit: null, container: null }],
    ephemeral: false,
    findings: [],
    ...more,
  };
}

/** Some knocks on one port of this machine; `gotThrough` of them were let in. */
export function knocksOn(port: string, gotThrough: number, more: Partial<TrafficFinding> = {}): TrafficFinding {
  const one = aTrafficFinding();
  return {
    ...one,
    targets: [{ name: OURS, events: 10 }],
    ports: [{ name: port, events: 10 }],
    counts: { ...one.counts, gotThrough, hosts: 1, ports: 1 },
    ...more,
  };
}

/** An audit by this machine; of itself where its hosts say so. */
export function anAudit(hosts: readonly HostResult[] = [HOST], host = 'db-3'): AuditRecord {
  const frame = { schema: 'portolan/audit@1', generatedAt: '2026-11-22T12:00:00.000Z', host } as const;
  return { ...frame, ...auditReport(aResult(POLICY, hosts), 'audit.yaml') };
}

/** HOST, asked by itself. */
export const ITSELF: HostResult = {
  ...HOST,
  addresses: HOST.addresses.map(({ address }) => ({ address, vantage: 'same-address' })),
};

export function joined(listeners: readonly ListenerRecord[], more: Partial<Said> = {}): JoinedReport {
  const summary = { listening: listeners.length, connected: 0, ephemeral: null, owners: { visible: 1, hidden: 0 } };
  return joinLenses({
    host: 'db-3',
    addresses: ['127.0.0.1', OURS],
    glance: { summary, muted: 0, listeners, gaps: [] },
    traffic: null,
    audit: null,
    nameOf: (port) => (port === '22/tcp' ? 'ssh' : null),
    ...more,
  });
}

export function logsOf(...findings: readonly TrafficFinding[]): Said['traffic'] {
  const { summary } = aPage();
  return { summary, findings };
}
