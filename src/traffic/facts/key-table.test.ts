import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyTable } from './key-table.ts';

type Key = readonly [number, number, number];
const key = fc.tuple(fc.nat(2), fc.nat(4), fc.constantFrom(0, 0xffffffff));
const action = fc.tuple(fc.constantFrom('get', 'set'), key);

/** Uses of a table beside those of a Map whose entries stand in the order of their last use. */
function compare(room: number, actions: readonly (readonly [string, Key])[]): void {
  const forgotten: number[] = [];
  const table = new KeyTable<number>(room, (value) => forgotten.push(value));
  const model = new Map<string, number>();
  let next = 0;
  for (const [what, [a, b, c]] of actions) {
    const name = `${a} ${b} ${c}`;
    if (what === 'set') {
      table.set(a, b, c, next);
      model.delete(name);
      model.set(name, next++);
      continue;
    }
    const found = table.get(a, b, c);
    const place = [...model.keys()].indexOf(name);
    // What is found is right; what was used lately is found.
    if (found !== undefined) expect(found).toBe(model.get(name));
    if (place !== -1 && place >= model.size - room) expect(found).not.toBeUndefined();
    const value = model.get(name);
    model.delete(name);
    if (found !== undefined && value !== undefined) model.set(name, value);
  }
  const values = [...table.values()].sort((a, b) => a - b);
  const kept = [...model.values()];
  expect(new Set(values).size).toBe(values.length);
  expect(values.length).toBeLessThanOrEqual(2 * room);
  expect(values.every((value) => kept.includes(value))).toBe(true);
  for (const value of kept.slice(-room)) expect(values).toContain(value);
  expect(table.forgotten).toBe(forgotten.length);
  expect(forgotten.some((value) => values.includes(value))).toBe(false);
}

describe('a key table', () => {
  it('is a map of what was used last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(action, { maxLength: 200 }), (room, actions) => {
        compare(room, actions);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps everything as long as there is room, while it grows', () => {
    const table = new KeyTable<number>(5000);
    for (let value = 0; value < 5000; value++) table.set(value, value * 7, 1, value);
    for (let value = 0; value < 5000; value++) expect(table.get(value, value * 7, 1)).toBe(value);
    expect(table.get(1, 7, 2)).toBeUndefined();
    expect(table.forgotten).toBe(0);
  });

  it('keeps what is in use while millions of others come and go', () => {
    const table = new KeyTable<string>(64);
    table.set(1, 2, 3, 'in use');
    for (let other = 0; other < 10_000; other++) {
      table.set(other, 0, 9, 'other');
      if (other % 32 === 0) expect(table.get(1, 2, 3)).toBe('in use');
    }
    expect(table.forgotten).toBeGreaterThan(9000);
    expect([...table.values()].length).toBeLessThanOrEqual(128);
  });

  it('takes numbers as they come out of bit operations', () => {
    const table = new KeyTable<string>(16);
    table.set(0xc0000207 | 0, -1, 0, 'it');
    expect(table.get(0xc0000207, 0xffffffff, 0)).toBe('it');
  });
});
