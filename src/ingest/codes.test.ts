import { describe, expect, it } from 'vitest';
import { TABLES, type TableName } from '../store/schema.ts';
import {
  CONFIDENCE_CODES,
  LENS_CODES,
  PROTOCOL_CODES,
  REACH_CODES,
  SEVERITY_CODES,
  VANTAGE_CODES,
  VERDICT_CODES,
} from './codes.ts';

/** Written out: stores of years have these numbers. A word may be added here, with the next number; nothing may be changed. */
const FOR_EVER = {
  reach: {
    loopback: 0,
    'link-local': 1,
    private: 2,
    public: 3,
    wildcard: 4,
    unknown: 5,
    peer: 5,
    contained: 6,
  },
  verdict: {
    'not-applicable': 0,
    'not-exposed': 1,
    inconclusive: 2,
    exposed: 3,
    open: 4,
    closed: 5,
    filtered: 6,
    'no-answer': 7,
  },
  vantage: { 'same-address': 0, 'same-host': 1, 'outside-netns': 2, 'same-subnet': 3, routed: 4, 'not-known': 5 },
  severity: { info: 0, low: 1, medium: 2, high: 3, critical: 4 },
  confidence: { low: 0, medium: 1, high: 2 },
  lens: { sockets: 0, traffic: 1, audit: 2 },
  proto: { tcp: 6, udp: 17, dccp: 33, sctp: 132, none: 255 },
};

describe('the numbers of words in the store', () => {
  it('are what they were', () => {
    expect({
      reach: REACH_CODES,
      verdict: VERDICT_CODES,
      vantage: VANTAGE_CODES,
      severity: SEVERITY_CODES,
      confidence: CONFIDENCE_CODES,
      lens: LENS_CODES,
      proto: PROTOCOL_CODES,
    }).toEqual(FOR_EVER);
  });

  it.each([
    ['listeners', 'reach'],
    ['verdicts', 'verdict'],
    ['verdicts', 'vantage'],
    ['findings', 'severity'],
    ['findings', 'confidence'],
    ['findings', 'lens'],
  ] as const)('are all in the meaning of %s.%s', (table: TableName, name) => {
    const meaning = TABLES[table].columns.find((column) => column.name === name)?.meaning ?? '';
    const said = [...meaning.matchAll(/(?:^|[:,] )(\d+) /g)].map(([, digits]) => Number(digits));
    expect(new Set(said)).toEqual(new Set(Object.values<number>(FOR_EVER[name])));
  });
});
