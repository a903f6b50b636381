import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFields } from './json-fields.ts';

const PATHS = ['a', 'b/c', 'b/d/e', 'long_name'];

describe('fields of a JSON object', () => {
  it('are those that JSON.parse finds', () => {
    const fields = new JsonFields(PATHS);
    const leaf = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    const object = fc.record(
      {
        a: leaf,
        b: fc.oneof(leaf, fc.record({ c: leaf, d: fc.record({ e: leaf, x: fc.jsonValue() }), y: fc.jsonValue() })),
        long_name: leaf,
        other: fc.jsonValue(),
        '"\\': leaf,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(object, fc.constantFrom(0, 1, '\t'), (value, space) => {
        const bytes = Buffer.from(` ${JSON.stringify(value, null, space)}\r\n`);
        expect(fields.read(bytes, 0, bytes.length)).toBe(true);
        for (const [place, path] of PATHS.entries()) {
          const wanted = path.split('/').reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
          if (wanted === undefined || isRecord(wanted)) expect(fields.has(place)).toBe(false);
          else expect(fields.text(place)).toBe(typeof wanted === 'string' ? wanted : JSON.stringify(wanted));
          if (typeof wanted === 'number') expect(fields.number(place)).toBe(wanted + 0); // JSON has no -0
        }
      }),
    );
  });

  it('are not taken from strings, nor from other objects', () => {
    const fields = new JsonFields(['a']);
    const text = JSON.stringify({ x: '","a":"1', y: { a: 2 }, z: [{ a: 3 }] });
    expect(fields.read(Buffer.from(text), 0, text.length)).toBe(true);
    expect(fields.has(0)).toBe(false);
  });

  it('reads numbers that stand in strings, and no other words', () => {
    const fields = new JsonFields(['a', 'b', 'c', 'd']);
    const text = '{"a":"1776","b":-1.5e3,"c":"x1","d":null}';
    fields.read(Buffer.from(text), 0, text.length);
    expect([0, 1, 2, 3].map((field) => fields.number(field))).toEqual([1776, -1500, Number.NaN, Number.NaN]);
    expect([fields.has(3), fields.is(2, 'x1'), fields.is(2, 'x')]).toEqual([false, true, false]);
  });

  it('are none where the object is broken, cut off or too deep', () => {
    const fields = new JsonFields(['a']);
    const read = (text: string): boolean => fields.read(Buffer.from(text), 0, Buffer.byteLength(text));
    for (const text of [
      '',
      '{',
      '{"a"',
      '{"a":',
      '{"a":}',
      '{"a":1',
      '{"a":1}}',
      '{"a":1,}',
      '{"a" 1}',
      '[1]',
      '{a:1}',
      '{"a":"1}',
    ]) {
      expect(read(text), text).toBe(false);
    }
    expect(read(`{"x":${'['.repeat(33)}${']'.repeat(33)}}`)).toBe(false);
    expect(read(`{"x":${'['.repeat(20)}${']'.repeat(20)}}`)).toBe(true);
  });
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
