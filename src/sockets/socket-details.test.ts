import { describe, expect, it } from 'vitest';
import { DetailColumns, noDetails } from './socket-details.ts';

describe('the columns that only netlink fills', () => {
  it('tell false, 0 and not known apart', () => {
    const columns = new DetailColumns(0);
    columns.set(0, { ...noDetails(), v6only: false, backlogLimit: 0, cgroupId: 0 });
    columns.set(1, noDetails());
    expect(columns.at(0)).toMatchObject({ v6only: false, backlogLimit: 0, cgroupId: 0 });
    expect(columns.at(1)).toEqual({ v6only: null, backlogLimit: null, cgroupId: null, tcp: null, memory: null });
  });

  it('keep their rows while they grow', () => {
    const columns = new DetailColumns(0);
    for (let row = 0; row < 3000; row++) {
      columns.set(row, { ...noDetails(), backlogLimit: row, hasMemory: row % 2 === 0, receiveMemory: row, drops: 1 });
    }
    for (const row of [0, 511, 512, 2998]) {
      expect(columns.backlogLimit(row)).toBe(row);
      expect(columns.at(row).memory).toEqual(row % 2 === 0 ? { receive: row, send: 0, drops: 1 } : null);
    }
  });

  it('forget what stood in a row before', () => {
    const columns = new DetailColumns(0);
    columns.set(0, { ...noDetails(), v6only: true, backlogLimit: 5 });
    columns.set(0, noDetails());
    expect([columns.v6only(0), columns.backlogLimit(0)]).toEqual([null, null]);
  });
});
