/** How each question is asked in tests, and the plain computation of each part of its answer. */
import * as events from './oracle-events.fixture.ts';
import * as states from './oracle-states.fixture.ts';
import type { Oracle } from './oracle.fixture.ts';

export interface Case {
  readonly question: string;
  readonly words: Readonly<Record<string, string>>;
}

export const ORACLES: Readonly<Record<string, Oracle>> = {
  'top-ports.ports': events.topPorts,
  'top-sources.sources': events.topSources,
  'top-destinations.destinations': events.topDestinations,
  'who-scanned.sources': events.whoScanned,
  'ports-per-source.sources': events.portsPerSource,
  'who-knocked.sources': events.topSources,
  'timeline.buckets': events.timeline,
  'first-seen.targets': events.firstSeen,
  'new-ports.ports': events.newPorts,
  'source-history.events': events.sourceHistory,
  'coordinated.networks': events.coordinated,
  'slow-scans.sources': events.slowScans,
  'got-through.sources': events.gotThrough,
  'noise.actions': events.actions,
  'noise.ports': events.noisePorts,
  'port-story.listeners': states.listenersOfPort,
  'port-story.days': events.daysOfPort,
  'port-story.sources': events.topSources,
  'port-story.verdicts': states.verdicts,
  'port-story.findings': states.findings,
  'listeners.listeners': states.listeners,
  'new-listeners.listeners': states.newListeners,
  'gone-listeners.listeners': states.goneListeners,
  'exposure-history.reaches': states.exposureHistory,
  'verdicts.verdicts': states.verdicts,
  'fixed-and-worse.changes': states.fixedAndWorse,
  'findings.findings': states.findings,
  'sensors.sensors': states.sensors,
};

const ask = (question: string, ...all: Readonly<Record<string, string>>[]): Case[] =>
  all.map((words) => ({ question, words }));

const SPAN = { since: '2026-11-19T06:00:00', until: '2026-11-21' };

/** The first case of each question must have an answer. */
export const CASES: readonly Case[] = [
  ...ask(
    'top-ports',
    {},
    { since: 'all', limit: '100000' },
    { ...SPAN, transport: 'udp', action: 'dropped', limit: '7' },
    { since: '7d', port: '0-1023', source: '198.51.100.0/25', sensor: '1' },
    { since: '7d', source: '::/0', destination: '10.0.0.0/24' },
    { since: '7d', transport: 'icmp' },
    { since: '7d', port: '65535', limit: '1' },
  ),
  ...ask(
    'top-sources',
    {},
    { ...SPAN, port: '22/tcp' },
    { since: 'all', source: '2001:db8::/32', limit: '5' },
    { since: '7d', transport: '47', action: 'rejected' },
    { since: '3d', destination: '::', sensor: 'here' },
  ),
  ...ask('top-destinations', {}, { since: 'all', source: '0.0.0.0' }, { ...SPAN, sensor: '3', limit: '3' }),
  ...ask(
    'who-scanned',
    {},
    { since: 'all', 'min-targets': '1', limit: '100000' },
    { ...SPAN, 'min-targets': '30', destination: '10.0.0.0/8', transport: 'tcp' },
  ),
  ...ask('ports-per-source', {}, { since: 'all', 'min-ports': '40' }, { ...SPAN, source: '2001:db8::/40' }),
  ...ask(
    'who-knocked',
    { port: '22/tcp' },
    { port: '22', since: 'all', limit: '1000' },
    { port: '0/udp', since: 'all' },
    { port: '60000-65535', ...SPAN, source: '198.51.0.0/16' },
    { port: '22/icmp' },
  ),
  ...ask(
    'timeline',
    {},
    { since: '7d', bucket: '1d' },
    { since: 'all', port: '22/tcp', bucket: '6h', sensor: '2' },
    { since: '6h', bucket: '5m' },
    { ...SPAN, bucket: '7h', source: '198.51.100.0/24' },
    { since: 'all', bucket: '1w', transport: 'udp', action: 'dropped' },
    { since: 'all', bucket: '1h', limit: '10' },
  ),
  ...ask(
    'first-seen',
    {},
    { port: '6379/tcp', destination: '10.0.0.0/8' },
    { ...SPAN, limit: '9', sensor: '1' },
    { since: '24h', transport: '255' },
  ),
  ...ask(
    'new-ports',
    {},
    { since: '2026-11-20T10:20:00', until: 'now' },
    { since: '48h', transport: 'tcp', sensor: '0' },
  ),
  ...ask(
    'source-history',
    { source: '198.51.100.0/24' },
    { source: '198.51.100.3', since: 'all', limit: '1000' },
    { source: '::/0', ...SPAN, limit: '50' },
    { source: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', since: 'all' },
    { source: '0.0.0.0/0', since: '1h', transport: 'icmp', action: 'dropped' },
  ),
  ...ask('coordinated', {}, { since: 'all', 'min-sources': '2', 'min-ports': '2' }, { since: 'all', source: '::/0' }),
  ...ask('slow-scans', {}, { 'min-days': '2', 'max-events': '50', 'min-targets': '1', limit: '1000' }),
  ...ask('got-through', {}, { since: 'all', 'min-dropped': '1', limit: '500' }, { since: 'all', port: '22' }),
  ...ask('noise', {}, { since: '24h', limit: '5' }, { since: 'all', transport: 'icmp' }, { since: 'all', sensor: '1' }),
  ...ask('port-story', { port: '22/tcp' }, { port: '22', sensor: '1', limit: '3' }, { port: '0-65535', since: '2d' }),
  ...ask(
    'listeners',
    {},
    { port: '22/tcp' },
    { until: '2026-11-19T12:00', sensor: '1' },
    { address: '127.0.0.0/8' },
    { transport: 'udp' },
  ),
  ...ask('new-listeners', { since: '3d' }, { since: 'all' }, { since: '48h', port: '80', limit: '2' }),
  ...ask('gone-listeners', { since: '3d' }, { since: 'all', sensor: 'gate' }, { since: 'all', address: '::/0' }),
  ...ask('exposure-history', {}, { port: '443' }, { ...SPAN, sensor: '3' }, { transport: 'udp', limit: '4' }),
  ...ask(
    'verdicts',
    {},
    { verdict: 'exposed' },
    { check: 'redis.auth', address: '10.0.0.0/29' },
    { check: `c" OR 1=1 --`, port: '22', until: '2026-11-20' },
    { address: '2001:db8::/64', sensor: '1', limit: '2' },
    { check: 'no.such' },
  ),
  ...ask(
    'fixed-and-worse',
    { since: '2d' },
    { since: '2026-11-19', until: '2026-11-20' },
    { since: '3d', port: '80/tcp' },
  ),
  ...ask(
    'findings',
    {},
    { severity: 'critical', limit: '3' },
    { rule: 'traffic.rule-2', since: 'all' },
    { lens: 'sockets', source: '203.0.113.0/30' },
    { port: '22', destination: '10.0.0.1', sensor: '2' },
  ),
  ...ask('sensors', {}, { since: '6h' }, { sensor: 'gate', until: '2026-11-20' }),
];
