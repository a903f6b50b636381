import { describe, expect, it } from 'vitest';
import { parseQuery, QueryError } from './query.ts';

describe('a query', () => {
  it('is made of a sign, conditions and what they may not be', () => {
    expect(parseQuery('  traffic.sweep#2  source=203.0.113.7,2001:db8::/32 not dport=22,8000-8010 ')).toMatchObject([
      { kind: 'sign', pattern: 'sweep', sign: 2, isNot: false },
      { kind: 'address', end: 'source', isNot: false, prefixes: [{ length: 32 }, { length: 32, family: 6 }] },
      {
        kind: 'port',
        end: 'dport',
        isNot: true,
        ranges: [
          { from: 22, to: 22 },
          { from: 8000, to: 8010 },
        ],
      },
    ]);
  });

  it('takes a pattern without a number, labels with blanks, and names of transports', () => {
    expect(parseQuery('igmp-noise label="DROP IN" transport=tcp,89 outcome=dropped flags=xmas')).toMatchObject([
      { kind: 'sign', pattern: 'igmp-noise', sign: null },
      { kind: 'label', labels: ['DROP IN'] },
      { kind: 'transport', protocols: [6, 89] },
      { kind: 'outcome', outcomes: ['dropped'] },
      { kind: 'flags', sets: ['xmas'] },
    ]);
  });

  it('takes times in UTC unless they say otherwise', () => {
    const seconds = Date.UTC(2026, 9, 9, 8) / 1000;
    expect(
      parseQuery('time>=2026-10-09T08:00 time<2026-10-09T10:00+02:00 time>=2026-10-09T08:00:00.000Z time<2026-10-09'),
    ).toMatchObject([
      { compare: '>=', seconds },
      { compare: '<', seconds },
      { compare: '>=', seconds },
      { compare: '<', seconds: seconds - 8 * 3600 },
    ]);
  });

  it.each([
    ['', /is empty/],
    ['not', /excludes nothing/],
    ['dport=', /nothing behind =/],
    ['dport=70000', /"70000" is not a port/],
    ['port=22', /there is no port; a query may have source, destination, sport, dport/],
    ['source=example.org', /"example.org" is not an address/],
    ['transport=tpc', /"tpc" is not a transport/],
    ['outcome=denied', /"denied" is not one of unknown, allowed, dropped/],
    ['dport>=22', /only time is compared/],
    ['time=2026-10-09', /time takes >= and </],
    ['time>=2026-13-45', /is not a time/],
    ['DROP', /is no pattern such as sweep#1/],
  ])('that is none is refused, and says why: %s', (text, message) => {
    expect(() => parseQuery(text)).toThrow(QueryError);
    expect(() => parseQuery(text)).toThrow(message);
  });
});
