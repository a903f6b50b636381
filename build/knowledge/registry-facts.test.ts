import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRegistryFacts, parseRegistryFacts } from './registry-facts.ts';
import { foldSpace, type RegistryRow } from './registry-row.ts';

const HEAD = '# IANA service-names-port-numbers, updated 2026-01-02';
const COLUMNS =
  'name\tnumber\ttransport\tdescription\treferences\tregistered\tmodified\tserviceCode\tunauthorizedUse\tnote';

/** A field as every importer leaves it: white space folded. */
const field = fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 12 }).map(foldSpace));
const reference = fc.oneof(
  fc.constantFrom('rfc6335', 'draft-x-00', 'https://example.org/a|b', 'ISO/IEC 13818-6'),
  field.filter((text) => text !== '' && !text.includes(' | ')),
);
const row: fc.Arbitrary<RegistryRow> = fc.record({
  name: field,
  number: fc.constantFrom('', '80', '6000-6063'),
  transport: fc.constantFrom('', 'tcp', 'dccp'),
  description: field,
  references: fc.array(reference, { maxLength: 3 }),
  registered: fc.constantFrom('', '2001-02-03'),
  modified: fc.constantFrom('', '2002-03-04'),
  serviceCode: field,
  unauthorizedUse: field,
  note: field,
});
const isEmpty = (one: RegistryRow): boolean => Object.values(one).flat().join('') === '';

describe('the file of facts', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.array(row.filter((one) => !isEmpty(one))), (rows) => {
        const snapshot = { updated: '2026-01-02', rows };
        expect(parseRegistryFacts(formatRegistryFacts(snapshot))).toEqual(snapshot);
      }),
    );
  });

  it('is one line a record, so that an update reads as a diff', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(formatRegistryFacts({ updated: '2026-01-02', rows }).split('\n')).toHaveLength(rows.length + 3);
      }),
    );
  });

  it('ends no line with white space', () => {
    fc.assert(
      fc.property(row, (one) => {
        expect(formatRegistryFacts({ updated: '2026-01-02', rows: [one] })).not.toMatch(/[\t ]\n/);
      }),
    );
  });

  it.each([
    ['', /line 1: no "updated YYYY-MM-DD"/],
    ['# IANA, updated yesterday\n', /line 1/],
    [`${HEAD}\n`, /line 2: the columns/],
    [`${HEAD}\nname\tnumber\n`, /line 2: the columns/],
    [`${HEAD}\r\n${COLUMNS}\r\n`, /line 1/],
    [`${HEAD}\n${COLUMNS}\n${'\t'.repeat(9)}x\n${'\t'.repeat(10)}x\n`, /line 4: more than 10 columns/],
  ])('is refused with the line of the fault: %j', (text, message) => {
    expect(() => parseRegistryFacts(text)).toThrow(message);
  });

  it('may end a line after its last fact', () => {
    expect(parseRegistryFacts(`${HEAD}\n${COLUMNS}\nhttp\t80\ttcp\n`).rows).toEqual([
      {
        name: 'http',
        number: '80',
        transport: 'tcp',
        description: '',
        references: [],
        registered: '',
        modified: '',
        serviceCode: '',
        unauthorizedUse: '',
        note: '',
      },
    ]);
  });
});
