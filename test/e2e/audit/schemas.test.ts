import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../src/audit/diff/compare-results.ts';
import { readResult } from '../../../src/audit/diff/read-result.ts';
import { aHost, aPort, aResult, HOST, NOW, POLICY } from '../../../src/audit/policy/result.fixture.ts';
import { writePolicy } from '../../../src/audit/policy/write-policy.ts';
import { auditEvents, auditReport } from '../../../src/audit/report/audit-report.ts';
import type { SchemaName } from '../../../src/cli/schema-names.ts';
import { faultsByJsonSchema, faultsByZod, withUnknownField } from '../contract.fixture.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const faults = (name: SchemaName, value: unknown): string[] => {
  return [...faultsByJsonSchema(name, plain(value)), ...faultsByZod(name, plain(value))].slice(0, 5);
};

const RESULT = {
  ...aResult(POLICY, [HOST, aHost([aPort(53, { transport: 'udp' })], { name: 'other' })]),
  gaps: ['something'],
  refusals: [{ address: '192.0.2.1', reason: 'no', remedy: null }],
};
const frame = (kind: string) => ({ schema: `portolan/${kind}@1`, generatedAt: NOW.toISOString(), host: 'db-3' });
const DOCUMENT = plain({ ...frame('audit'), ...auditReport(RESULT, 'audit.yaml') });

describe('answers of audits keep to their schemas', () => {
  it('as a document, in which no unknown field passes', () => {
    expect(faults('audit', DOCUMENT)).toEqual([]);
    const accepted = [...withUnknownField(DOCUMENT)].flatMap(({ path, changed }) => {
      // Facts of checks have names of their own.
      return faultsByJsonSchema('audit', changed).length === 0 && !path.endsWith('/facts') ? [path] : [];
    });
    expect(accepted).toEqual([]);
  });

  it('line by line, the sums last', () => {
    const events = [...auditEvents(RESULT)];
    expect(events.flatMap((event) => faults('audit-row', event))).toEqual([]);
    expect(events.at(-1)?.event).toBe('end');
    expect(new Set(events.map(({ event }) => event)).size).toBe(5);
  });

  it('as differences', () => {
    const nothing = { hosts: [], findings: [], notes: ['x'] };
    const difference = compareResults(nothing, readResult(JSON.stringify(DOCUMENT)));
    expect(difference.changes.length).toBeGreaterThan(5);
    expect(faults('audit-diff', { ...frame('audit-diff'), before: 'a', after: 'b', ...difference })).toEqual([]);
    expect(difference.changes.flatMap((change) => faults('audit-diff-row', change))).toEqual([]);
  });
});

describe('the schema of the policy file', () => {
  it.each([
    POLICY,
    writePolicy([HOST], NOW),
    'version: 1\nhosts: [{ name: a, address: "::1", parity: v4v6, waive: [{ check: a.b, until: 2027-01-01, reason: x }] }]',
    'version: 1\nscope: { authorised: [{ addresses: [198.51.99.0/24], by: x, reference: y, until: 2027-01-01 }] }\nfailOn: high',
    'version: 1\ndhcp: { interface: eth0, servers: [10.0.0.1] }\nzones: [a.example]\nvantage: netns\ninclude: [1-9/udp]',
  ])('takes what we take: %#', (text) => {
    expect(faults('policy', parse(text))).toEqual([]);
  });

  it.each([
    ['no version', {}],
    ['a misspelt field', { version: 1, host: [] }],
    ['a port without transport', { version: 1, hosts: [{ name: 'a', expect: [{ port: '22' }] }] }],
    ['a range that is expected', { version: 1, hosts: [{ name: 'a', expect: [{ port: '22-23/tcp' }] }] }],
    ['a waiver of everything', { version: 1, hosts: [{ name: 'a', waive: [{ until: '2027-01-01', reason: 'x' }] }] }],
    [
      'a verdict that is none',
      { version: 1, hosts: [{ name: 'a', expect: [{ port: '1/tcp', checks: { 'a.b': 'ok' } }] }] },
    ],
    ['a severity that is none', { version: 1, failOn: 'urgent' }],
  ])('refuses %s, and so do we', (_, value) => {
    expect(faultsByJsonSchema('policy', value)).not.toEqual([]);
    expect(faultsByZod('policy', value)).not.toEqual([]);
  });
});
