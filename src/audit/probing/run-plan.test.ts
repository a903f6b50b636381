import { expect, it } from 'vitest';
import { defineCheck, notExposed, type Check } from '../check.ts';
import { memcachedOpen } from '../checks/memcached-open.ts';
import { Guard } from '../network/guard.ts';
import { GuardedNetwork } from '../network/network.ts';
import { ownScope } from '../scope/scope.ts';
import type { ProbeEvent, ProbePlan } from './plan.ts';
import { runPlan, type ProbeMeans } from './run-plan.ts';
import { scanTargets } from './scan-targets.ts';

const scope = ownScope([], []);
const target = { host: 'me', address: '127.0.0.1', vantage: 'same-address' as const, udp: [], told: [] };

const plan: ProbePlan = {
  targets: [{ ...target, tcp: [1, 2] }],
  scope,
  only: null,
  settings: { zones: [], queryName: null, mayLeaveResidue: false },
  dhcpFrom: null,
  engine: 'default',
  rate: null,
  journal: null,
  fingerprints: null,
};

const broken: Check = defineCheck({ ...memcachedOpen.description, id: 'x.broken', ports: [1] }, () =>
  Promise.reject(new RangeError('Offset is out\u001b[31m of bounds')),
);
const sound: Check = defineCheck({ ...memcachedOpen.description, id: 'x.sound', ports: [1, 2], blind: [] }, () =>
  Promise.resolve(notExposed('firm', 'All is well.')),
);

async function run(
  identify: ProbeMeans['identify'],
  changed: Partial<ProbePlan> = {},
  { checks = [broken, sound], signal = new AbortController().signal } = {},
): Promise<ProbeEvent[]> {
  const events: ProbeEvent[] = [];
  const means: ProbeMeans = {
    scan: (_, on) => {
      for (const port of [1, 2]) {
        on.port({ address: '127.0.0.1', transport: 'tcp', port, state: 'open', because: 'connected' });
      }
      return Promise.resolve([]);
    },
    identify,
    network: new GuardedNetwork(new Guard(scope, () => new Date())),
    checks,
  };
  await runPlan({ ...plan, ...changed }, means, (event) => events.push(event), signal);
  return events;
}

it('loses one verdict, and nothing else, by a check that throws what nobody expected', async () => {
  const events = await run(() => Promise.resolve({ service: null, why: null }));
  const results = events
    .flatMap((event) => (event.kind === 'port' ? event.port.checks : []))
    .sort((a, b) => a.check.localeCompare(b.check));
  expect(results.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
    'x.broken inconclusive',
    'x.sound not-exposed',
    'x.sound not-exposed',
  ]);
  expect(results[0]?.summary).toContain(String.raw`Offset is out\x1b[31m of bounds`);
});

it('tells of an interrupted port that it is open, and no verdict of a check whose connections were closed under it', async () => {
  const interrupted = new AbortController();
  const cut: Check = defineCheck({ ...memcachedOpen.description, id: 'x.cut', ports: [2], blind: [] }, () => {
    interrupted.abort();
    return Promise.resolve(notExposed('firm', 'The server hung up.'));
  });
  const events = await run(
    () => Promise.resolve({ service: null, why: null }),
    { targets: [{ ...target, tcp: [2] }] },
    { checks: [sound, cut, broken], signal: interrupted.signal },
  );
  const ports = events.flatMap((event) => (event.kind === 'port' ? [event.port] : []));
  expect(ports.map(({ port, state, checks }) => [port, state, checks.map(({ check }) => check)])).toEqual([
    [2, 'open', ['x.sound']],
  ]);
  expect(events.at(-1)).toEqual({ kind: 'gap', gap: 'it was interrupted: not every port was asked' });
});

it('tells a port whose identification threw, with a gap, and all others', async () => {
  const events = await run(({ port }) =>
    port === 1 ? Promise.reject(new Error('broken')) : Promise.resolve({ service: null, why: null }),
  );
  expect(events.flatMap((event) => (event.kind === 'port' ? event.port.port : []))).toEqual([1, 2]);
  expect(events.flatMap((event) => (event.kind === 'gap' ? event.gap : []))).toEqual([
    '1/tcp of 127.0.0.1 answers, and asking it ended by an error: broken',
  ]);
});

it('tells each of two hosts at one address of the ports that it asked', async () => {
  const targets = [
    { ...target, tcp: [1, 2] },
    { ...target, host: 'alias', tcp: [2] },
  ];
  const events = await run(() => Promise.resolve({ service: null, why: null }), { targets });
  const found = events.flatMap((event) => (event.kind === 'port' ? `${event.port.host} ${event.port.port}` : []));
  expect(found.sort()).toEqual(['alias 2', 'me 1', 'me 2']);
  expect(scanTargets(targets, 'tcp')).toEqual([{ address: '127.0.0.1', isOwn: true, ports: [1, 2] }]);
});
