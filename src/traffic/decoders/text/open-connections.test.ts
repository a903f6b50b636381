import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../event-batch.ts';
import { OpenConnections, type OpenConnection } from './open-connections.ts';

const connection = (record: number): OpenConnection => ({
  time: record,
  family: 4,
  source: 1,
  destination: 2,
  protocol: 6,
  sport: 1025,
  dport: 80,
  marks: 0,
  direction: 0,
  outcome: 0,
  offset: 100 * record,
  record,
});

const newBatch = (): EventBatch => {
  const batch = new EventBatch(() => {});
  batch.nextOffset = 5000;
  batch.nextRecord = 50;
  return batch;
};
const recordsOf = (batch: EventBatch): number[] => [...batch.record.subarray(0, batch.length)];

describe('connections that are open', () => {
  it('make room for new ones as events at the place where they began, the oldest first', () => {
    const open = new OpenConnections(2);
    const batch = newBatch();
    const madeRoom = [1, 2, 3, 4].map((record) => open.begin(`${record}`, connection(record), batch));
    expect(madeRoom).toEqual([false, false, true, true]);
    expect(recordsOf(batch)).toEqual([1, 2]);
    expect([...batch.offset.subarray(0, 2)]).toEqual([100, 200]);
    expect([batch.nextOffset, batch.nextRecord]).toEqual([5000, 50]);
    expect(open.end('1')).toBeUndefined();
    expect(open.addAll(batch)).toBe(2);
    expect(recordsOf(batch)).toEqual([1, 2, 3, 4]);
    expect(open.addAll(batch)).toBe(0);
  });

  it('make room no more once they have ended', () => {
    const open = new OpenConnections(2);
    const batch = newBatch();
    for (let record = 1; record <= 100; record++) {
      expect(open.begin('a', connection(record), batch)).toBe(false);
      expect(open.end('a')?.record).toBe(record);
    }
    expect(open.begin('b', connection(101), batch)).toBe(false);
    expect(batch.length).toBe(0);
  });

  it('are an event when another begins under the same name', () => {
    const open = new OpenConnections();
    const batch = newBatch();
    open.begin('a', connection(1), batch);
    expect(open.begin('a', connection(2), batch)).toBe(true);
    expect(recordsOf(batch)).toEqual([1]);
    expect(open.get('a')?.record).toBe(2);
  });

  it('become events once each, however many there are', () => {
    const open = new OpenConnections(20_000);
    const records = new Set<number>();
    let events = 0;
    const batch = new EventBatch((full) => {
      events += full.length;
      for (const record of recordsOf(full)) records.add(record);
    });
    for (let record = 1; record <= 200_000; record++) open.begin(`${record}`, connection(record), batch);
    expect(open.addAll(batch)).toBe(20_000);
    batch.flush();
    expect([events, records.size]).toEqual([200_000, 200_000]);
  });
});
