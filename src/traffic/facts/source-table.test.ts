import { describe, expect, it } from 'vitest';
import { SourceTable } from './source-table.ts';

describe('a table of sources', () => {
  it('gives the same source the same slot, and tells the families apart', () => {
    const table = new SourceTable();
    const slot = table.slot(4, 7);
    expect(table.slot(4, 7)).toBe(slot);
    const other = table.slot(6, 7);
    expect(other).not.toBe(slot);
    expect([table.find(4, 7), table.find(6, 7), table.find(4, 8)]).toEqual([slot, other, -1]);
    expect(table.length).toBe(2);
    expect([...table.slots()].sort((a, b) => a - b)).toEqual([slot, other].sort((a, b) => a - b));
  });

  it('takes the address 0.0.0.0 for one like any other', () => {
    const table = new SourceTable();
    const slot = table.slot(4, 0);
    expect(table.id[slot]).toBe(1);
    expect(table.slot(4, 0)).toBe(slot);
    expect(table.find(6, 0)).toBe(-1);
  });

  it('forgets those that tried little, and keeps the scanner that comes once in a while', () => {
    const table = new SourceTable();
    const scanner = table.slot(4, 1);
    table.targets[scanner] = 50;
    const id = table.id[scanner];
    for (let forged = 2; forged < 1_000_000; forged++) {
      const slot = table.slot(4, forged);
      table.targets[slot] = 1;
      table.last[slot] = forged;
    }
    expect(table.find(4, 1)).toBe(scanner);
    expect(table.id[scanner]).toBe(id);
    expect(table.targets[scanner]).toBe(50);
    expect(table.forgotten).toBe(999_999 - table.length);
    expect([...table.slots()]).toHaveLength(table.length);
  });

  it('forgets of those that tried as little the one that came longest ago', () => {
    const table = new SourceTable();
    const lastOf = new Uint32Array(table.last.length);
    let checked = 0;
    for (let address = 1; checked < 1000; address++) {
      const { forgotten } = table;
      const slot = table.slot(4, address);
      if (table.forgotten > forgotten) {
        const start = slot - (slot % 8);
        expect(lastOf[slot]).toBe(Math.min(...lastOf.subarray(start, start + 8)));
        checked++;
      }
      lastOf[slot] = address;
      table.targets[slot] = 1;
      table.last[slot] = address;
    }
  });

  it('never gives a number to two sources, and a new one begins with nothing', () => {
    const table = new SourceTable();
    const ids = new Uint8Array(700_001);
    for (let address = 1; address <= 700_000; address++) {
      const slot = table.slot(4, address);
      const id = table.id[slot] ?? 0;
      if (ids[id] !== 0 || id === 0) throw new Error(`the number ${id} was given twice`);
      ids[id] = 1;
      const { events, targets, odds, unexplained, hosts, tools, last } = table;
      const columns = [events, targets, odds, unexplained, hosts, tools, last];
      if (columns.some((column) => column[slot] !== 0))
        throw new Error(`source ${address} began with another's counts`);
      for (const column of columns) column[slot] = 1;
    }
    expect(table.forgotten).toBeGreaterThan(0);
    expect(table.forgottenEvents).toBe(table.forgotten);
  });
});
