import { describe, expect, it } from 'vitest';
import { analyse } from '../detectors/analyse.fixture.ts';
import { MIDNIGHT, type TestEvent } from '../events.fixture.ts';
import { compareSeverity } from '../../findings/finding.ts';
import { AddressBook } from '../address-book.ts';
import { NameList } from '../name-list.ts';
import { summarise } from './summarise.ts';
import { toFinding } from './to-finding.ts';

const book = new AddressBook();
const sweep = (time: (number: number) => number): TestEvent[] =>
  Array.from({ length: 100 }, (_, number) => ({ dport: 10_100 + 3 * number, time: time(number) }));

function findingOf(events: readonly TestEvent[]): ReturnType<typeof toFinding> {
  const sighting = analyse(events).sightings.find(({ pattern }) => pattern.id === 'sweep');
  if (sighting === undefined) throw new Error('no sweep was seen');
  return toFinding(sighting, book);
}

describe('a finding', () => {
  it('says who, what, when, and where it stands', () => {
    const finding = findingOf(sweep((number) => MIDNIGHT + number));
    expect(finding).toMatchObject({
      id: 'traffic.sweep',
      subject: '203.0.113.5',
      title: '203.0.113.5: tried 100 ports of 1 host in 99 s; nothing answered',
      first: '2026-11-22T00:00:00.000Z',
      last: '2026-11-22T00:01:39.000Z',
      count: 100,
      query: 'sweep#1 source=203.0.113.5',
      who: [{ name: '203.0.113.5' }],
      targets: [{ name: '192.0.2.7' }],
      counts: { events: 100, sources: 1, hosts: 1, ports: 100 },
    });
    expect(finding.records[0]).toMatchObject({ record: 1, time: '2026-11-22T00:00:00.000Z', text: null });
    expect(finding.records.at(-1)?.record).toBe(100);
    expect(finding.references.length).toBeGreaterThan(0);
  });

  it('says of none of those whom it is about that they did more than all together', () => {
    for (const count of [1100, 2000, 4211]) {
      const events = Array.from({ length: count }, (_, number) => ({ dport: 1000 + number, time: MIDNIGHT + number }));
      const { who, targets } = findingOf(events);
      expect([who[0]?.events ?? 0, targets[0]?.events ?? 0].filter((one) => one > count)).toEqual([]);
      expect(who[0]?.events).toBeGreaterThan(0.98 * count);
    }
  });

  it('has its first moment before its last where the log runs backwards', () => {
    const finding = findingOf(sweep((number) => MIDNIGHT - number));
    expect(finding.first).toBe('2026-11-21T23:58:21.000Z');
    expect(finding.last > finding.first).toBe(true);
  });

  it('has no times where the log has none', () => {
    const finding = findingOf(sweep(() => Number.NaN));
    expect([finding.first, finding.last, finding.timeline.start]).toEqual(['', '', null]);
    expect(finding.records.every(({ time }) => time === null)).toBe(true);
  });
});

describe('the summary', () => {
  it('has parts that are the whole', () => {
    const { analysis, sightings } = analyse([
      ...sweep((number) => MIDNIGHT + number),
      ...Array.from({ length: 30 }, (_, number): TestEvent => ({
        from: '9.9.9.9',
        dport: 40_404,
        outcome: 'answered',
        time: MIDNIGHT + number,
      })),
    ]);
    const summary = summarise({ analysis, sightings, inputs: [], labels: new NameList() });
    const { harmless, explained, strays, ordinary, unexplained } = summary;
    expect(harmless + explained + strays + ordinary + unexplained).toBe(summary.events);
    expect(ordinary).toBeGreaterThan(0);
    expect(summary).toMatchObject({ events: 130, first: '2026-11-22T00:00:00.000Z', roles: { direction: 130 } });
    expect(summary.timeline.counts.reduce((sum, count) => sum + count, 0)).toBe(130);
    expect(sightings.every(({ severity }) => compareSeverity(severity, 'info') >= 0)).toBe(true);
  });
});
