import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonObjects } from './json-objects.ts';

/** What is found in a text that comes in pieces of so many bytes; broken ones are `null`. */
function cut(text: string, pieces: readonly number[] = []): (string | null)[] {
  const bytes = Buffer.from(text);
  const objects = new JsonObjects();
  const found: (string | null)[] = [];
  let from = 0;
  let end = 0;
  for (const piece of [...pieces, bytes.length]) {
    end = Math.min(end + piece, bytes.length);
    for (let kind = objects.next(bytes, from, end); kind !== 'more'; kind = objects.next(bytes, from, end)) {
      found.push(kind === 'object' ? bytes.toString('utf8', objects.start, objects.end) : null);
      from = objects.at;
    }
    from = objects.at;
  }
  return found;
}

describe('JSON cut into objects', () => {
  const values = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 5 });

  it('gives the objects of an array, and of lines, in whatever pieces they come', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(60), { maxLength: 9 }), fc.constantFrom(0, 1), (objects, pieces, space) => {
        const wanted = objects.map((object) => JSON.stringify(object));
        const found = (text: string): unknown[] =>
          cut(text, pieces).map((one) => JSON.stringify(JSON.parse(one ?? '0')));
        expect(found(JSON.stringify(objects, null, space))).toEqual(wanted);
        expect(found(objects.map((object) => JSON.stringify(object, null, space)).join('\n'))).toEqual(wanted);
      }),
    );
  });

  it('finds the next one behind one that is cut off', () => {
    expect(cut('{"a":{"b":1\n{"c":2}\n{"d":"x\n{"e":3}\nwords, words\n{"f":4}')).toEqual([
      null,
      '{"c":2}',
      null,
      '{"e":3}',
      null,
      '{"f":4}',
    ]);
  });
});
