import type { TrafficFinding } from '../traffic-finding.ts';
import type { InputSummary, TrafficSummary } from '../traffic-report.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import type { TrafficPage } from './traffic-page.ts';

/** Knows one port, one pattern and two documents. */
export const FEW_FACTS: PageKnowledge = {
  portName: (port) => (port === '22/tcp' ? 'ssh' : null),
  pattern: (id) =>
    id === 'sweep'
      ? {
          title: 'A sweep of ports',
          meaning: { text: 'Somebody looks around.', sources: ['book'], confidence: 'single' },
          advice: [
            {
              audience: 'edge',
              do: 'Close what nobody needs.',
              commands: { nft: 'nft add rule inet filter input drop' },
              sources: ['book'],
              confidence: 'single',
            },
          ],
        }
      : null,
  source: (id) => {
    if (id === 'paper') return { title: 'A paper', ref: 'https://example.org/paper?a=1&b=2' };
    return id === 'book' ? { title: 'A book', ref: 'Somebody, 1999' } : null;
  },
};

export function aFinding(more: Partial<TrafficFinding> = {}): TrafficFinding {
  return {
    id: 'traffic.sweep',
    severity: 'low',
    confidence: 'high',
    title: '203.0.113.7: tried 61 ports of 3 hosts',
    meaning: 'One source asks many ports.',
    advice: ['Close what nobody needs.'],
    subject: '203.0.113.7',
    first: '2026-10-09T08:53:00.000Z',
    last: '2026-10-09T09:10:00.000Z',
    count: 4211,
    evidence: [],
    references: ['paper', 'book'],
    pattern: 'sweep',
    patternTitle: 'A sweep of ports',
    kind: 'scan',
    what: 'tried 61 ports of 3 hosts',
    why: ['61 different targets'],
    who: [{ name: '203.0.113.7', events: 4211 }],
    targets: [{ name: '192.0.2.1', events: 4211 }],
    ports: [
      { name: '22/tcp', events: 4000 },
      { name: '4711/tcp', events: 211 },
    ],
    counts: {
      events: 4211,
      packets: 4300,
      bytes: 172_000,
      gotThrough: 0,
      sources: 1,
      hosts: 1,
      ports: 2,
      atLeast: false,
    },
    innocent: [{ text: 'An inventory of your own.', tell: 'The sender is yours.' }],
    records: [{ input: 0, record: 17, offset: 1700, time: '2026-10-09T08:53:00.000Z', text: 'DROP IN=eth0' }],
    query: 'sweep#1 source=203.0.113.7',
    isQueryExact: true,
    isKnown: false,
    timeline: { start: '2026-10-09T08:53:00.000Z', seconds: 256, counts: [4000, 0, 0, 211] },
    tools: ['a raw-socket tool'],
    limits: ['only the first hosts were counted'],
    ...more,
  };
}

export function anInput(more: Partial<InputSummary> = {}): InputSummary {
  return {
    name: '/var/log/kern.log',
    format: 'netfilter log',
    others: [],
    bytes: 1_234_567,
    records: 5000,
    silent: 2,
    malformed: 3,
    firstMalformed: [12, 4500],
    foreign: { sshd: 400 },
    notes: ['the last line is cut short'],
    error: null,
    ...more,
  };
}

export function aPage(
  findings: readonly TrafficFinding[] = [aFinding()],
  more: Partial<TrafficSummary> = {},
): TrafficPage {
  return {
    generatedAt: '2026-10-13T06:00:00.000Z',
    host: 'gate',
    summary: {
      inputs: [anInput()],
      events: 10_000,
      first: '2026-10-09T00:00:00.000Z',
      last: '2026-10-09T12:00:00.000Z',
      harmless: 5000,
      explained: 4211,
      strays: 600,
      ordinary: 100,
      unexplained: 89,
      baseline: null,
      noise: [{ pattern: 'sweep', title: 'Calls of the neighbours', events: 5000, label: 'FW-DROP ' }],
      unexplainedPorts: [{ port: '4711/tcp', events: 89 }],
      roles: { direction: 10_000 },
      timeline: { start: '2026-10-09T00:00:00.000Z', seconds: 14_400, counts: [1000, 8000, 1000] },
      cannotTell: ['it has no contents'],
      limits: ['groups were forgotten'],
      ...more,
    },
    findings,
  };
}
