import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exposure } from '../exposure.ts';
import { aspectsOf, type Aspect } from './aspects.ts';
import { compareRecorded } from './compare.ts';
import type { Recorded, RecordedListener, RecordedProcess } from './recorded.ts';
import { AFTER, BEFORE, differencesOf, listenerOf } from './recorded.fixture.ts';

// Few values, so that ports, programs and addresses meet often.
const process: fc.Arbitrary<RecordedProcess> = fc.record({
  pid: fc.integer({ min: 1, max: 4 }),
  name: fc.constantFrom('nginx', 'node', 'x'),
  executable: fc.constantFrom('/usr/bin/nginx', '/usr/bin/node', null),
  uid: fc.constantFrom(0, 33, null),
  user: fc.constant(null),
  unit: fc.constantFrom('web.service', null),
  container: fc.constantFrom('web', null),
  started: fc.constant(null),
});

const REACH: Readonly<Record<string, Exposure>> = { '0.0.0.0': 'wildcard', '10.0.0.5': 'private', '::1': 'loopback' };

const listener: fc.Arbitrary<RecordedListener> = fc
  .record({
    transport: fc.constantFrom('tcp' as const, 'udp' as const),
    port: fc.constantFrom(80, 81, 40_000),
    address: fc.constantFrom('0.0.0.0', '10.0.0.5', '::1'),
    owner: fc.constantFrom('visible' as const, 'not-permitted' as const, 'not-known' as const),
    processes: fc.array(process, { minLength: 1, maxLength: 2 }),
    uid: fc.constantFrom(0, 33),
    client: fc.boolean(),
  })
  .map(({ address, owner, processes, client, transport, ...rest }) =>
    listenerOf({
      ...rest,
      transport,
      addresses: [address],
      exposure: REACH[address] ?? 'unknown',
      owner,
      processes: owner === 'visible' ? processes : [],
      probablyClient: client && transport === 'udp' && rest.port === 40_000,
    }),
  );

const recorded = (generatedAt: string): fc.Arbitrary<Recorded> =>
  fc.record({
    generatedAt: fc.constant(generatedAt),
    host: fc.constantFrom('db-3', 'db-3', 'db-4'),
    completeness: fc.record({ tcp: fc.boolean(), udp: fc.boolean(), owners: fc.boolean() }),
    listeners: fc.array(listener, { maxLength: 8 }),
  });

const [before, after] = [recorded(BEFORE), recorded(AFTER)];
const RUNS = { numRuns: 1000 };

/** As a bag: the same objects, in any order. */
function expectSameBag(found: readonly unknown[], expected: readonly unknown[]): void {
  expect(found).toHaveLength(expected.length);
  expect(new Set(found)).toEqual(new Set(expected));
  expect(new Set(found).size).toBe(expected.length);
}

describe('comparing', () => {
  it('finds no difference between a snapshot and itself', () => {
    fc.assert(
      fc.property(before, (a) => {
        const { findings, summary } = differencesOf(a, a);
        expect(findings).toEqual([]);
        expect(summary.unchanged + summary.clients / 2).toBe(a.listeners.length);
      }),
      RUNS,
    );
  });

  it('accounts for every listener of both sides once', () => {
    fc.assert(
      fc.property(before, after, (a, b) => {
        const { added, removed, kept, moved, clients, unjudged } = compareRecorded(a, b);
        const pairs = [...kept, ...moved];
        const left = [...removed, ...pairs.map((pair) => pair.before), ...clients.before, ...unjudged.before];
        const right = [...added, ...pairs.map((pair) => pair.after), ...clients.after, ...unjudged.after];
        expectSameBag(left, a.listeners);
        expectSameBag(right, b.listeners);
      }),
      RUNS,
    );
  });

  it('says the same the other way round', () => {
    const MIRRORED: Partial<Record<Aspect, Aspect>> = { farther: 'nearer', nearer: 'farther' };
    fc.assert(
      fc.property(before, after, (a, b) => {
        const [there, back] = [compareRecorded(a, b), compareRecorded(b, a)];
        expectSameBag(back.added, there.removed);
        expectSameBag(back.removed, there.added);
        expectSameBag(back.unjudged.before, there.unjudged.after);
        expectSameBag(back.clients.after, there.clients.before);
        const partners = new Map([...back.kept, ...back.moved].map((pair) => [pair.after, pair]));
        for (const pair of [...there.kept, ...there.moved]) {
          const mirrored = partners.get(pair.before);
          expect(mirrored?.before).toBe(pair.after);
          if (mirrored === undefined) continue;
          expect(aspectsOf(mirrored, b, a)).toEqual(aspectsOf(pair, a, b).map((aspect) => MIRRORED[aspect] ?? aspect));
        }
      }),
      RUNS,
    );
  });

  it('never calls gone, new or another holder what an incomplete side could not show', () => {
    fc.assert(
      fc.property(before, after, (a, b) => {
        for (const { change, id, before: then, after: now } of differencesOf(a, b).findings) {
          const one = now ?? then;
          if (one === null) throw new Error('a difference is of something');
          if (change === 'gone') expect(b.completeness[one.transport]).toBe(true);
          if (change === 'new') expect(a.completeness[one.transport]).toBe(true);
          if (a.host !== b.host) expect(id).toMatch(/only-one-host|exposure/);
          if (id === 'sockets.changed-program' && !(a.completeness.owners && b.completeness.owners)) {
            const names = new Set(then?.processes.map(({ name }) => name));
            expect(names.size).toBeGreaterThan(0);
            expect(now?.processes.length).toBeGreaterThan(0);
            expect(now?.processes.filter(({ name }) => names.has(name))).toEqual([]);
          }
        }
      }),
      RUNS,
    );
  });
});
