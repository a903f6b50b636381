import { describe, expect, it } from 'vitest';
import { FLOAT, RECORD_FLOATS, RECORD_WORDS, WORD } from './source-record.ts';
import { SourceTable } from './source-table.ts';

function set(table: SourceTable, slot: number, targets: number, last: number): void {
  table.words[slot * RECORD_WORDS + WORD.targets] = targets;
  table.floats[slot * RECORD_FLOATS + FLOAT.last] = last;
}

describe('a table of sources', () => {
  it('gives the same source the same slot, and tells the families apart', () => {
    const table = new SourceTable();
    const slot = table.slot(4, 7);
    expect(table.slot(4, 7)).toBe(slot);
    const other = table.slot(6, 7);
    expect(other).not.toBe(slot);
    expect([table.find(4, 7), table.find(6, 7), table.find(4, 8)]).toEqual([slot, other, -1]);
    expect([slot, other].map((one) => [table.family(one), table.address(one)])).toEqual([
      [4, 7],
      [6, 7],
    ]);
    expect(table.length).toBe(2);
    expect([...table.slots()]).toEqual([slot, other]);
    expect([...table.slots((one) => one === other)]).toEqual([other]);
  });

  it('takes the address 0.0.0.0 for one like any other, and no address at all too', () => {
    const table = new SourceTable();
    for (const family of [4, 0]) {
      const slot = table.slot(family, 0);
      expect(table.slot(family, 0)).toBe(slot);
    }
    expect(table.find(6, 0)).toBe(-1);
    expect(table.length).toBe(2);
  });

  it('forgets those that tried little, and keeps the scanner that comes once in a while', () => {
    const forgotten = new Set<number>();
    const table = new SourceTable((slot) => forgotten.add(table.address(slot)));
    const scanner = table.slot(4, 1);
    set(table, scanner, 50, 0);
    const id = table.id(scanner);
    for (let forged = 2; forged < 500_000; forged++) set(table, table.slot(4, forged), 1, forged);
    expect(table.find(4, 1)).toBe(scanner);
    expect(table.id(scanner)).toBe(id);
    expect(table.targets(scanner)).toBe(50);
    expect(table.forgotten).toBe(499_999 - table.length);
    expect(forgotten.size).toBe(table.forgotten);
    expect(table.slots()).toHaveLength(table.length);
  });

  it('forgets of those that tried as little the one that came longest ago', () => {
    const table = new SourceTable();
    const lastOf = new Uint32Array(table.words.length / RECORD_WORDS);
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
      set(table, slot, 1, address);
    }
  });

  it('never gives a number to two sources, and a new one begins with nothing', () => {
    const table = new SourceTable();
    const ids = new Uint8Array(700_001);
    for (let address = 1; address <= 700_000; address++) {
      const slot = table.slot(4, address);
      const id = table.id(slot);
      if (ids[id] !== 0 || id === 0) throw new Error(`the number ${id} was given twice`);
      ids[id] = 1;
      const [targets, events, last] = [table.targets(slot), table.events(slot), table.last(slot)];
      const rest = [table.unexplained(slot), table.tools(slot), table.firstPort(slot), table.ordinary(slot)];
      if (targets + events + last !== 0 || rest.some((value) => value !== 0))
        throw new Error(`source ${address} began with another's counts`);
      const record = table.words.subarray(slot * RECORD_WORDS, (slot + 1) * RECORD_WORDS);
      record.fill(1, WORD.address + 1);
      record[WORD.unexplained] = 1;
    }
    expect(table.forgotten).toBeGreaterThan(0);
    expect(table.forgottenEvents).toBe(table.forgotten);
  });
});
