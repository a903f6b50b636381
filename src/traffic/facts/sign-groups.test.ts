import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEvent, batchOf, MIDNIGHT } from '../events.fixture.ts';
import { EventBatch } from '../event-batch.ts';
import { Matcher } from '../patterns/matcher.ts';
import type { CompiledNeed } from '../patterns/compiled-sign.ts';
import { EventView } from '../patterns/view.ts';
import { SignGroups } from './sign-groups.ts';
import { Tally } from './tally.ts';

const need = (more: Partial<CompiledNeed>): CompiledNeed => ({
  events: 1,
  distinct: [],
  few: [],
  share: null,
  within: 100,
  ...more,
});
const gaps = fc.array(fc.tuple(fc.nat(40), fc.nat(5)), { minLength: 1, maxLength: 80 });

/** Adds events at these times to these ports; returns after which the need was met. */
function met(asked: CompiledNeed, events: readonly (readonly [time: number, dport: number])[]): boolean[] {
  const view = new EventView(batchOf(events.map(([time, dport]) => ({ time, dport }))));
  const groups = new SignGroups(16);
  const group = groups.group(1, 2, 3);
  return events.map((_, row) => groups.add(group, asked, view, row, 0));
}

const inTurn = (steps: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
  let time = MIDNIGHT;
  return steps.map(([gap, dport]) => [(time += gap), dport]);
};

describe('a group of events', () => {
  it('counts what is within three quarters of the time at least, and all of it at most', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 2, max: 12 }), (steps, events) => {
        const list = inTurn(steps);
        for (const [index, isMet] of met(need({ events }), list).entries()) {
          const [now = 0] = list[index] ?? [];
          const since = (seconds: number): number =>
            list.slice(0, index + 1).filter(([time]) => time > now - seconds).length;
          if (since(75) >= events) expect(isMet).toBe(true);
          if (since(100) < events) expect(isMet).toBe(false);
        }
      }),
    );
  });

  it('counts different values that were seen within the time', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5 }), (steps, atLeast) => {
        const list = inTurn(steps);
        for (const [index, isMet] of met(need({ distinct: [['dport', atLeast]] }), list).entries()) {
          const [now = 0] = list[index] ?? [];
          const recent = list.slice(0, index + 1).filter(([time]) => time >= now - 100);
          expect(isMet).toBe(new Set(recent.map(([, dport]) => dport)).size >= atLeast);
        }
      }),
    );
  });

  it('has everything within the time where the log has no times', () => {
    const list = Array.from({ length: 5 }, (_, dport) => [Number.NaN, dport] as const);
    expect(met(need({ events: 4, distinct: [['dport', 4]] }), list)).toEqual([false, false, false, true, true]);
  });

  it('takes a clock that jumped back for the same moment', () => {
    const list = [5000, 5001, 10, 11].map((time) => [time, 1] as const);
    expect(met(need({ events: 4 }), list)).toEqual([false, false, false, true]);
  });

  it('asks for a share of its events', () => {
    const names = { named: [], ephemeral: [32_768, 65_535], registered: () => new Uint8Array(65_536) } as const;
    const share = { matcher: new Matcher({ outcome: ['dropped'] }, names), atLeast: 0.5 };
    const outcomes = ['dropped', 'allowed', 'allowed', 'dropped'] as const;
    const view = new EventView(batchOf(outcomes.map((outcome) => ({ outcome }))));
    const groups = new SignGroups(16);
    const group = groups.group(1, 2, 3);
    const asked = need({ events: 2, share });
    expect(outcomes.map((_, row) => groups.add(group, asked, view, row, 0))).toEqual([false, true, false, true]);
  });

  it('hands over what it counted, and goes on as a tally', () => {
    const batch = new EventBatch(() => undefined);
    for (const dport of [1, 2, 3])
      addEvent(batch, { dport, time: MIDNIGHT + dport, packets: dport, bytes: 10 * dport });
    const view = new EventView(batch);
    const asked = need({ events: 3, distinct: [['dport', 3]] });
    const groups = new SignGroups(16);
    for (let turn = 0; turn < 2; turn++) {
      const group = groups.group(turn, 5, 6);
      expect([0, 1, 2].map((row) => groups.add(group, asked, view, row, 4))).toEqual([false, false, true]);
      const tally = new Tally();
      groups.handOver(group, tally, batch, 2);
      tally.add(batch, 2, 4);
      expect([tally.events, tally.packets, tally.bytes]).toEqual([3, 6, 60]);
      expect(tally.first).toEqual({ input: 4, offset: 100, record: 1, time: MIDNIGHT + 1 });
      expect(tally.ports.most.map(({ value }) => value).sort((a, b) => a - b)).toEqual([1, 2, 3]);
      groups.setTally(group, 7);
      expect(groups.tally(groups.group(turn, 5, 6))).toBe(7);
    }
  });

  it('is kept while it is in use, whatever else comes, and counts what is forgotten', () => {
    const room = 64;
    const groups = new SignGroups(room);
    const view = new EventView(batchOf(Array.from({ length: 40 }, (_, dport) => ({ dport, time: MIDNIGHT + dport }))));
    const asked = need({ distinct: [['dport', 40]] });
    const results: boolean[] = [];
    for (let row = 0; row < 40; row++) {
      results.push(groups.add(groups.group(0, 1, 2), asked, view, row, 0));
      groups.leftOpen(groups.group(0, 1, 2));
      for (let other = 1; other < room; other++) {
        const group = groups.group(1, row, other);
        for (let turn = 0; turn < 5; turn++) groups.add(group, asked, view, (other + turn) % 40, 0);
      }
    }
    expect(results).toEqual([...Array.from({ length: 39 }, () => false), true]);
    expect(groups.unexplained(groups.group(0, 1, 2))).toBe(40);
    expect(groups.forgotten).toBeGreaterThan(room);
    expect(groups.tally(groups.group(1, 0, 1))).toBe(0);
  });
});
