import { describe, expect, it } from 'vitest';
import { chanceOfSoFew, PortPopularity } from './chance-overlap.ts';
import { ScanTracker } from './scan-tracker.ts';
import { EventBatch } from '../event-batch.ts';

/** A tracker that saw sources try ports of one host. */
function tracker(tries: readonly (readonly [source: number, port: number])[]): ScanTracker {
  const seen = new ScanTracker();
  const batch = new EventBatch(() => undefined);
  for (const [source, port] of tries) {
    const row = batch.add();
    batch.family[row] = 4;
    batch.source[row] = source;
    batch.destination[row] = 1;
    batch.protocol[row] = 6;
    batch.dport[row] = port;
    seen.take(batch, row, 0);
  }
  return seen;
}

describe('PortPopularity', () => {
  const ports = Array.from({ length: 20 }, (_, place) => 1000 + place);
  const strangers = Array.from({ length: 10 }, (_, source) => ports.map((port) => [source + 1, port] as const)).flat();

  it('expects strangers to repeat each other where all try the same ports', () => {
    const popularity = new PortPopularity(tracker(strangers), 5);
    // Five members with ten tries each of twenty ports: 50 tries, 20 targets.
    const expected = popularity.expectedRepeats(new Map(), 5, 50, 1);
    expect(expected).toBeGreaterThan(15);
    expect(chanceOfSoFew(0, expected)).toBeLessThan(1e-6);
  });

  it('expects hardly any repeats over many hosts', () => {
    const popularity = new PortPopularity(tracker(strangers), 5);
    expect(popularity.expectedRepeats(new Map(), 5, 50, 10_000)).toBeLessThan(1);
  });

  it('does not count the tries of the group itself', () => {
    const popularity = new PortPopularity(tracker(strangers), 5);
    const own = new Map(ports.map((port) => [port, 10] as const));
    expect(popularity.expectedRepeats(own, 10, 200, 1)).toBeNaN();
  });

  it('takes as many repeats as are expected for nothing unusual', () => {
    expect(chanceOfSoFew(10, 10)).toBeGreaterThan(0.5);
  });
});
