import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a line of CSV', () => {
  it('quotes only what RFC 4180 wants quoted', () => {
    expect(csvLine(['a', 1, true, null, '', 'b c'])).toBe('a,1,true,,,b c');
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines'])).toBe(
      '"a,b","say ""hi""","two\nlines","two\r\nlines"',
    );
  });

  it('quotes a lone carriage return, which some readers take for the end of a line', () => {
    expect(csvLine(['a\rb', 'c'])).toBe('"a\rb",c');
  });

  it('is read back by an independent parser, whatever the fields hold', () => {
    const field = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'x') }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (lines) => {
          const text = lines.map((line) => `${csvLine(line)}\n`).join('');
          const read: unknown = parse(text, { relax_column_count: true, record_delimiter: '\n' });
          expect(read).toEqual(lines);
        },
      ),
    );
  });
});
