import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCheckResult, aHost, aPort, aResult, aService, HOST, POLICY } from '../policy/result.fixture.ts';
import { auditReport } from '../report/audit-report.ts';
import type { HostResult } from '../result.ts';
import { compareResults } from './compare-results.ts';
import { readResult } from './read-result.ts';
import { ResultError } from './recorded.ts';

const saved = (hosts: readonly HostResult[], policy = '') =>
  readResult(JSON.stringify({ schema: 'portolan/audit@1', ...auditReport(aResult(policy, hosts), null) }));
const compare = (before: readonly HostResult[], after: readonly HostResult[]) => {
  const { changes } = compareResults(saved(before), saved(after));
  return changes.map(({ kind, port, before: was, after: is, isWorse }) => [kind, port, was, is, isWorse]);
};
const ssh = (version: string) => aPort(22, { service: aService('ssh', { product: 'OpenSSH', version }) });

describe('two results', () => {
  it('of the same are the same, whatever address the host has now', () => {
    expect(compareResults(saved([HOST], POLICY), saved([HOST], POLICY))).toEqual({ changes: [], notes: [] });
    expect(compare([aHost([aPort(22)])], [aHost([aPort(22, { address: '10.20.0.77' })], { addresses: [] })])).toEqual(
      [],
    );
  });

  it('tell what opened, closed and changed', () => {
    expect(compare([aHost([ssh('9.2'), aPort(23)])], [aHost([ssh('9.9'), aPort(8080)])])).toEqual([
      ['service', 22, 'ssh, OpenSSH 9.2', 'ssh, OpenSSH 9.9', true],
      ['closed', 23, null, null, false],
      ['opened', 8080, null, null, true],
    ]);
  });

  it('do not take for a change what one of them did not know', () => {
    expect(compare([aHost([aPort(22)])], [aHost([ssh('9.9')])])).toEqual([]);
    const unsure = aPort(25, { checks: [aCheckResult({ verdict: 'inconclusive' })] });
    const clear = aPort(25, { checks: [aCheckResult({ verdict: 'not-exposed' })] });
    expect(compare([aHost([unsure])], [aHost([clear])])).toEqual([]);
  });

  it('tell verdicts and findings that came and went', () => {
    const clear = aPort(25, { checks: [aCheckResult({ verdict: 'not-exposed' })] });
    const relay = aPort(25, { checks: [aCheckResult()] });
    const title = '25/tcp of mailhost: passes on mail for strangers';
    expect(compare([aHost([clear])], [aHost([relay])])).toEqual([
      ['verdict', 25, 'not-exposed', 'exposed', true],
      ['finding-new', 25, null, title, true],
    ]);
    expect(compare([aHost([relay])], [aHost([clear])])).toEqual([
      ['verdict', 25, 'exposed', 'not-exposed', false],
      ['finding-gone', 25, title, null, false],
    ]);
  });

  it('tell hosts that came and went, with their ports', () => {
    expect(compare([], [HOST]).map(([kind]) => kind)).toEqual(expect.arrayContaining(['host-new', 'opened']));
    expect(compare([HOST], [])[0]?.[0]).toBe('host-gone');
  });

  it('are refused with a reason where they are none, whatever they hold', () => {
    for (const text of ['', '{}', '[1]', 'x', '<a/>', '{"schema":"portolan/sockets@1"}']) {
      expect(() => readResult(text)).toThrow(ResultError);
    }
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => readResult(text)).toThrow(ResultError);
      }),
    );
  });
});
