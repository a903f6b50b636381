import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Availability } from '../availability.ts';
import { NoFreePortError } from '../ports-error.ts';
import { candidates, DEFAULT_RANGE, isLeaseName, withLease, type Lease } from './lease.ts';
import { takeLease, type Holder, type LeaseSurroundings } from './take-lease.ts';

const RANGE = { from: 20_000, to: 20_009 };
const SINCE = '2026-01-02T03:04:05.000Z';

function leaseOf(port: number, project = '/a', name = 'web'): Lease {
  return { project, name, port, since: SINCE };
}

/** A machine on which these ports are not free. */
function machine(states: Readonly<Record<number, Availability>> = {}, holder: Holder = 'another'): LeaseSurroundings {
  return {
    availability: async (port) => states[port] ?? 'free',
    holderOf: () => holder,
    now: () => new Date(SINCE),
  };
}

const request = { project: '/a', name: 'web', range: RANGE };

describe('the ports that a project may get', () => {
  it('are all of the range that others have not leased, each once, in an order that never changes', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    const taken = fc.uniqueArray(fc.integer({ min: RANGE.from, max: RANGE.to }));
    fc.assert(
      fc.property(name, name, taken, (project, of, ports) => {
        const leases = ports.map((port) => leaseOf(port, '/other'));
        const order = [...candidates(leases, project, of, RANGE)];
        expect(order).toEqual([...candidates(leases, project, of, RANGE)]);
        const expected = Array.from({ length: 10 }, (_, index) => RANGE.from + index);
        expect(order.toSorted((a, b) => a - b)).toEqual(expected.filter((port) => !ports.includes(port)));
      }),
    );
  });

  it('begin at others for another worktree or another name', () => {
    const first = (project: string, name: string): number | undefined =>
      candidates([], project, name, DEFAULT_RANGE).next().value ?? undefined;
    const starts = ['/work/app', '/work/app-2', '/work/app-3'].flatMap((project) =>
      ['web', 'api', 'db'].map((name) => first(project, name)),
    );
    expect(new Set(starts).size).toBe(9);
  });
});

describe('a lease', () => {
  it('is made of the first candidate that is free', async () => {
    const [first = 0, second = 0] = candidates([], '/a', 'web', RANGE);
    const { leases, taken } = await takeLease([], request, machine({ [first]: 'busy' }));
    expect(taken).toEqual({ lease: leaseOf(second), usedBy: null, moved: null });
    expect(leases).toEqual([leaseOf(second)]);
  });

  it('stays, and nothing is written, while its port is free', async () => {
    const before = [leaseOf(20_003), leaseOf(20_004, '/b')];
    const { leases, taken } = await takeLease(before, request, machine());
    expect(leases).toBe(before);
    expect(taken).toEqual({ lease: before[0], usedBy: null, moved: null });
  });

  it.each<Holder>(['this-project', 'unknown'])('stays while its port is in use by %s', async (holder) => {
    const before = [leaseOf(20_003)];
    const { leases, taken } = await takeLease(before, request, machine({ 20_003: 'busy' }, holder));
    expect(leases).toBe(before);
    expect(taken).toEqual({ lease: before[0], usedBy: holder, moved: null });
  });

  it('moves when somebody else has its port, and says from where', async () => {
    const before = [leaseOf(20_003), leaseOf(20_003, '/a', 'api')];
    const { leases, taken } = await takeLease(before, request, machine({ 20_003: 'busy' }));
    expect(taken.moved).toEqual({ from: 20_003, because: 'busy' });
    expect(taken.lease.port).not.toBe(20_003);
    expect(leases).toEqual([before[1], taken.lease]);
  });

  it('moves when its port may not be bound, or lies outside of the range', async () => {
    const denied = await takeLease([leaseOf(20_003)], request, machine({ 20_003: 'denied' }, 'unknown'));
    expect(denied.taken.moved).toEqual({ from: 20_003, because: 'denied' });
    const outside = await takeLease([leaseOf(3000)], request, machine());
    expect(outside.taken.moved).toEqual({ from: 3000, because: 'out-of-range' });
  });

  it('cannot be had where every port is leased or used', async () => {
    const others = Array.from({ length: 9 }, (_, index) => leaseOf(20_000 + index, '/b', `n${index}`));
    await expect(takeLease(others, request, machine({ 20_009: 'busy' }))).rejects.toThrow(NoFreePortError);
  });

  it('is one a project and name', () => {
    const leases = withLease(withLease([], leaseOf(1)), leaseOf(2));
    expect(leases).toEqual([leaseOf(2)]);
  });
});

describe('a name', () => {
  it.each(['web', 'api-2', 'a.b@c+d', 'x'.repeat(64)])('may be %j', (name) => expect(isLeaseName(name)).toBe(true));
  it.each(['', ' ', '-x', 'a b', 'a/b', '\u001b[0m', 'x'.repeat(65)])('may not be %j', (name) =>
    expect(isLeaseName(name)).toBe(false),
  );
});
