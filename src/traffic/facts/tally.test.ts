import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, type TestEvent } from '../events.fixture.ts';
import { PartyList, Tally } from './tally.ts';

/** A tally of these events; those of the list have the input 0. */
function tallyOf(events: readonly TestEvent[]): Tally {
  const tally = new Tally();
  for (let at = 0; at < events.length; at += 4096) {
    const some = events.slice(at, at + 4096);
    const batch = batchOf(some);
    for (const row of some.keys()) tally.add(batch, row, 0);
  }
  return tally;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
const event = fc.record({
  from: fc.constantFrom('203.0.113.1', '203.0.113.2', '203.0.113.3'),
  dport: fc.constantFrom(22, 23, 80),
  time: fc.integer({ min: 1_790_000_000, max: 1_790_100_000 }),
  packets: fc.integer({ min: 1, max: 5 }),
  bytes: fc.constantFrom(40, 60, Number.NaN),
});
const events = fc.array(event, { minLength: 1, maxLength: 60 });

describe('a tally', () => {
  it('says the same of the same events, every time', () => {
    const many = Array.from({ length: 5000 }, (_, number) => ({ dport: number % 50, time: 1_790_000_000 + number }));
    const facts = (): unknown => {
      const { samples, first, last, ports } = tallyOf(many);
      return { samples, first, last, ports: ports.most };
    };
    expect(facts()).toEqual(facts());
    expect(tallyOf(many).samples).toHaveLength(8);
  });

  it('of a few events is exact', () => {
    fc.assert(
      fc.property(events, (list) => {
        const tally = tallyOf(list);
        expect(tally.events).toBe(list.length);
        expect(tally.packets).toBe(sum(list.map(({ packets }) => packets)));
        expect(tally.bytes).toBe(sum(list.map(({ bytes }) => (Number.isNaN(bytes) ? 0 : bytes))));
        expect(tally.sources.size).toBe(new Set(list.map(({ from }) => from)).size);
        for (const { value, events: count } of tally.ports.most) {
          expect(count).toBe(list.filter(({ dport }) => dport === value).length);
        }
        expect(sum(tally.timeline.counts)).toBe(list.length);
        expect([tally.first?.record, tally.last.record]).toEqual([1, list.length]);
      }),
    );
  });

  it('that takes over another counts as that one would count with it', () => {
    fc.assert(
      fc.property(events, events, (one, other) => {
        const [there, back] = [tallyOf(one), tallyOf(other)];
        there.join(tallyOf(other));
        back.join(tallyOf(one));
        const counts = (tally: Tally): unknown => ({
          events: tally.events,
          packets: tally.packets,
          bytes: tally.bytes,
          inTime: sum(tally.timeline.counts),
          first: tally.first?.time,
          last: tally.last.time,
          ports: tally.ports.most.map(({ value, events: count }) => `${value} ${count}`).sort(),
          sources: tally.sources.most.map(({ value, events: count }) => `${value} ${count}`).sort(),
        });
        expect(counts(there)).toEqual(counts(back));
        expect(there.events).toBe(one.length + other.length);
      }),
    );
  });

  it('keeps its last event when it takes over one without a time, or without events', () => {
    const tally = tallyOf([{ time: 1_790_000_000 }, { time: 1_790_000_001 }]);
    tally.join(new Tally());
    tally.join(tallyOf([{ time: Number.NaN }]));
    expect(tally.last).toMatchObject({ record: 2, time: 1_790_000_001 });
    expect(tally.events).toBe(3);
    const empty = new Tally();
    empty.join(tallyOf([{}, {}, {}]));
    expect(empty.last.record).toBe(3);
  });

  it('of very many events keeps the shares, whatever order they come in', () => {
    for (const period of [2, 4, 8, 16, 20]) {
      const tally = tallyOf(Array.from({ length: 16_384 }, (_, number) => ({ dport: 1 + (number % period) })));
      expect(tally.ports.size).toBe(period);
      for (const { events: count } of tally.ports.most) {
        expect(Math.abs(count - 16_384 / period)).toBeLessThan(0.2 * (16_384 / period));
      }
    }
  });

  it('takes samples from all of the events', () => {
    const { samples } = tallyOf(Array.from({ length: 50_000 }, (_, number) => ({ time: 1_790_000_000 + number })));
    const times = samples.map(({ time }) => time - 1_790_000_000);
    expect(Math.max(...times)).toBeGreaterThan(25_000);
    expect(Math.min(...times)).toBeLessThan(25_000);
  });

  it('knows of earlier events how many there were and where the first stands', () => {
    const tally = new Tally();
    tally.addEarlier({ events: 7, packets: 9, bytes: 400 }, { input: 1, offset: 50, record: 3, time: 1_790_000_000 });
    tally.add(batchOf([{ time: 1_790_000_009 }]), 0, 1);
    tally.missed(-4);
    expect(tally.events).toBe(8);
    expect(tally.first).toEqual({ input: 1, offset: 50, record: 3, time: 1_790_000_000 });
    expect(sum(tally.timeline.counts)).toBe(8);
  });
});

describe('a list of parties', () => {
  it('has the frequent ones at the end, and never too low a count', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 300 }), (values) => {
        const list = new PartyList(8);
        const exact = new Map<number, number>();
        for (const value of values) {
          list.add(4, value);
          exact.set(value, (exact.get(value) ?? 0) + 1);
        }
        expect(list.isFull).toBe(exact.size > 8);
        expect(sum(list.most.map(({ events: count }) => count))).toBe(values.length);
        for (const { value, events: count } of list.most) {
          expect(count).toBeGreaterThanOrEqual(exact.get(value) ?? 0);
        }
        // Whoever has more than the eighth part of all is there (Metwally, theorem 2).
        for (const [value, count] of exact) {
          if (count > values.length / 8) expect(list.most.map((party) => party.value)).toContain(value);
        }
      }),
    );
  });

  it('tells families apart', () => {
    const list = new PartyList();
    list.add(4, 7);
    list.add(6, 7);
    list.add(4, 7, 3);
    expect(list.most).toEqual([
      { family: 4, value: 7, events: 4 },
      { family: 6, value: 7, events: 1 },
    ]);
  });
});
