import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHalves } from '../store/address-halves.ts';
import { MAX_BATCH_ROWS } from '../store/column-batch.ts';
import { TABLES } from '../store/schema.ts';
import { BATCH_EVENTS, EventBatch, OUTCOME, OUTCOMES } from '../traffic/event-batch.ts';
import { EventRows } from './event-rows.ts';

const DAY = 86_400;

function collect(fill: (batch: EventBatch) => void): EventRows {
  const rows = new EventRows();
  const batch = new EventBatch((full) => rows.add(full));
  fill(batch);
  batch.flush();
  return rows;
}

describe('events as rows', () => {
  it('have the addresses, ports, counts and times of the events', () => {
    const rows = collect((batch) => {
      const four = batch.add();
      batch.time[four] = 1_760_000_000.123;
      batch.family[four] = 4;
      batch.source[four] = 0xc000_0201;
      batch.destination[four] = 0xffff_ffff;
      batch.protocol[four] = 6;
      batch.sport[four] = 65_535;
      batch.dport[four] = 22;
      batch.flags[four] = 2;
      batch.outcome[four] = OUTCOME.dropped;
      const six = batch.add();
      batch.time[six] = 1_760_000_000;
      batch.family[six] = 6;
      batch.source[six] = batch.addresses.place(0x2001_0db8, 0, 0, 0x8000_0001);
      batch.destination[six] = 0;
      batch.bytes[six] = 2 ** 40 + 7;
      batch.packets[six] = 2 ** 33;
    });
    const [{ day, columns } = { day: 0, columns: null }, ...more] = rows.take();
    expect(more).toEqual([]);
    expect(day).toBe(Math.floor(1_760_000_000 / DAY));
    if (columns === null) throw new Error('nothing');
    const address = (name: string): string[] =>
      [0, 1].map((row) =>
        formatHalves({
          hi: columns.column(`${name}_hi`, 'u64')[row] ?? 0n,
          lo: columns.column(`${name}_lo`, 'u64')[row] ?? 0n,
        }),
      );
    expect([...columns.column('ts', 'i64')]).toEqual([1_760_000_000_123n, 1_760_000_000_000n]);
    expect(address('src')).toEqual(['192.0.2.1', '2001:db8::8000:1']);
    expect(address('dst')).toEqual(['255.255.255.255', '::']);
    expect([...columns.column('bytes', 'u64')]).toEqual([0n, 2n ** 40n + 7n]);
    expect([...columns.column('packets', 'u32')]).toEqual([1, 2 ** 32 - 1]);
    expect([...columns.column('sport', 'u16')]).toEqual([65_535, 0]);
    expect([...columns.column('dport', 'u16')]).toEqual([22, 0]);
    expect([...columns.column('proto', 'u8')]).toEqual([6, 255]);
    expect([...columns.column('flags', 'u8')]).toEqual([2, 0]);
    expect([...columns.column('action', 'u8')]).toEqual([2, 0]);
  });

  it('say what became of a packet by the numbers that the schema names', () => {
    const meaning = TABLES.events.columns.find(({ name }) => name === 'action')?.meaning ?? '';
    expect(meaning).toContain(OUTCOMES.map((outcome, number) => `${number} ${outcome}`).join(', '));
  });

  it('belong to their days, however they come; those without a time that can be are counted', () => {
    const times = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 5 * DAY }), fc.constantFrom(Number.NaN, -1, Infinity, 2 ** 33)),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(times, (seconds) => {
        const rows = collect((batch) => {
          for (const time of seconds) batch.time[batch.add()] = time;
        });
        const usable = seconds.filter((time) => time >= 0 && time < 2 ** 32);
        expect(rows.untimed).toBe(seconds.length - usable.length);
        const taken = rows.take();
        for (const { day, columns } of taken) {
          for (const ts of columns.column('ts', 'i64')) expect(Math.floor(Number(ts) / 1000 / DAY)).toBe(day);
        }
        const all = taken.flatMap(({ columns }) => [...columns.column('ts', 'i64')].map(Number));
        expect(all.sort((a, b) => a - b)).toEqual(usable.map((time) => time * 1000).sort((a, b) => a - b));
      }),
    );
  });

  it('are never more than a batch may have, and begin anew when they were taken', () => {
    const count = MAX_BATCH_ROWS + BATCH_EVENTS / 2;
    const rows = collect((batch) => {
      for (let event = 0; event < count; event++) batch.time[batch.add()] = event % DAY;
    });
    expect(rows.rows).toBe(count);
    const sizes = rows.take().map(({ columns }) => columns.rows);
    expect(sizes.every((size) => size <= MAX_BATCH_ROWS)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
    expect([rows.rows, rows.take()]).toEqual([0, []]);
  });

  it('can be left out from the beginning', () => {
    const rows = new EventRows();
    const batch = new EventBatch((full) => rows.add(full, 2));
    for (const time of [1, 2, 3, 4]) batch.time[batch.add()] = time;
    batch.flush();
    expect(rows.take().flatMap(({ columns }) => [...columns.column('ts', 'i64')])).toEqual([3000n, 4000n]);
  });
});
