import { expect, it } from 'vitest';
import { ownScope } from '../../../audit/scope/scope.ts';
import type { ProbePlan } from '../../../audit/probing/plan.ts';
import { parts } from './run-probes.ts';

const target = (address: string): ProbePlan['targets'][number] => ({
  host: 'here',
  address,
  vantage: 'same-address',
  tcp: [22],
  udp: [],
  told: [],
});

it('keeps a journal for each part, because a journal belongs to its targets', () => {
  const plan: ProbePlan = {
    targets: [target('127.0.0.1'), target('10.20.0.5')],
    scope: ownScope([], []),
    only: null,
    settings: { zones: [], queryName: null, mayLeaveResidue: false },
    dhcpFrom: null,
    engine: 'default',
    rate: null,
    journal: '/x/scan',
    fingerprints: null,
  };
  const split = parts(plan, 'netns').map(([from, { targets, journal }]) => [from, targets.length, journal]);
  expect(split).toEqual([
    ['netns', 1, '/x/scan.netns'],
    ['direct', 1, '/x/scan'],
  ]);
});
