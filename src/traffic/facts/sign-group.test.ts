import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEvent, batchOf, MIDNIGHT } from '../events.fixture.ts';
import { EventBatch } from '../event-batch.ts';
import { Matcher } from '../patterns/matcher.ts';
import type { CompiledNeed } from '../patterns/compiled-sign.ts';
import { EventView } from '../patterns/view.ts';
import { SignGroup } from './sign-group.ts';
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
  const group = new SignGroup();
  return events.map((_, row) => group.add(asked, view, row));
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
    const group = new SignGroup();
    const asked = need({ events: 2, share });
    expect(outcomes.map((_, row) => group.add(asked, view, row))).toEqual([false, true, false, true]);
  });

  it('hands over what it counted, and begins anew after a reset', () => {
    const batch = new EventBatch(() => undefined);
    for (const dport of [1, 2, 3]) addEvent(batch, { dport, time: MIDNIGHT + dport });
    const view = new EventView(batch);
    const asked = need({ events: 3, distinct: [['dport', 3]] });
    const group = new SignGroup();
    for (let turn = 0; turn < 2; turn++) {
      const results = [0, 1, 2].map((row) => {
        group.reference(batch, row, 4);
        return group.add(asked, view, row);
      });
      expect(results).toEqual([false, false, true]);
      const tally = new Tally();
      group.handOver(tally, batch, 2);
      tally.add(batch, 2, 4);
      expect(tally.events).toBe(3);
      expect(tally.first).toEqual({ input: 4, offset: 100, record: 1, time: MIDNIGHT + 1 });
      expect(tally.ports.most.map(({ value }) => value).sort((a, b) => a - b)).toEqual([1, 2, 3]);
      group.reset();
    }
  });
});
