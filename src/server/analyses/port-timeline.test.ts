import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventBatch, OUTCOME } from '../../traffic/event-batch.ts';
import { onPorts, PortCounter, type PortTimeline } from './port-timeline.ts';

const [TCP, ICMP] = [6, 1];

interface Seen {
  readonly time: number;
  readonly port: number;
  readonly protocol?: number;
}

function timelineOf(events: Iterable<Seen>): PortTimeline {
  const counter = new PortCounter();
  const batch = new EventBatch((full) => counter.take(full));
  for (const { time, port, protocol = TCP } of events) {
    const row = batch.add();
    batch.time[row] = time;
    batch.dport[row] = port;
    batch.protocol[row] = protocol;
    batch.outcome[row] = OUTCOME.dropped;
  }
  batch.flush();
  return counter.timeline;
}

const eventsOf = (timeline: PortTimeline, from: number, to: number): number =>
  onPorts(timeline, [{ from, to }])
    .counts.flat()
    .reduce((sum, one) => sum + one, 0);

describe('events by time and port', () => {
  it('are those of the ports that are asked for, where they fall', () => {
    const timeline = timelineOf([
      { time: 100, port: 22 },
      { time: 102, port: 22 },
      { time: 102, port: 80 },
      { time: 103, port: 8, protocol: ICMP },
      { time: Number.NaN, port: 22 },
    ]);
    const { start, seconds, counts } = onPorts(timeline, [{ from: 20, to: 30 }]);
    expect([start, seconds]).toEqual([100, 1]);
    expect(counts.map((bucket) => bucket[OUTCOME.dropped])).toEqual([1, 0, 1]);
    expect([eventsOf(timeline, 80, 80), eventsOf(timeline, 0, 65_535), eventsOf(timeline, 8, 8)]).toEqual([1, 3, 0]);
  });

  it('are never lost, however long the time gets', () => {
    const event = fc.record({ time: fc.integer({ min: 0, max: 1e9 }), port: fc.integer({ min: 0, max: 65_535 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 0, max: 65_535 }), (events, port) => {
        const timeline = timelineOf(events);
        expect(eventsOf(timeline, 0, 65_535)).toBe(events.length);
        expect(eventsOf(timeline, 0, port)).toBe(events.filter((one) => one.port <= port).length);
      }),
    );
  });

  it('take no more room than the table has: the times become coarser', () => {
    function* everywhere(): Generator<Seen> {
      for (let at = 0; at < 700_000; at++) yield { time: at / 700, port: (at * 7) % 65_536 };
    }
    const timeline = timelineOf(everywhere());
    expect(eventsOf(timeline, 0, 65_535)).toBe(700_000);
    expect(timeline.seconds).toBeGreaterThan(1);
    expect(timeline.cells.length).toBeLessThan(0.6 * 2 ** 20 + 1);
  });
});
