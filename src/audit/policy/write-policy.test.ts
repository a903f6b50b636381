import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostResult, PortResult } from '../result.ts';
import { aCheckResult, aHost, aListener, aPort, aService, CHECKS, HOST, judgeBy, NOW } from './result.fixture.ts';
import { writePolicy } from './write-policy.ts';

const TEXT = `# What answered on 2026-11-22, written by portolan audit init. Read it: what is in it is agreed to.
# portolan audit --policy FILE compares with it; portolan schema policy explains every field.
version: 1
scope:
  allow: [10.20.0.5]
hosts:
  - name: mailhost
    address: [10.20.0.5]
    expect:
      - { port: 22/tcp, service: ssh, product: OpenSSH } # version 9.2p1
      - { port: 23/tcp, service: telnet }
      - { port: 25/tcp, service: smtp, product: Postfix }
      - { port: 8080/tcp, service: http } # held by node, any address
    unexpected: fail # any other port that answers
    missing: warn # an expected port that does not
    waive: # to be repaired, or agreed to anew, by that day
      - { check: telnet.cleartext, port: 23/tcp, until: 2027-02-20, reason: found by the first audit }
      - { check: smtp.open-relay, port: 25/tcp, until: 2027-02-20, reason: found by the first audit }
`;

describe('the baseline', () => {
  it('is a file that a person reads', () => {
    expect(writePolicy([HOST], NOW)).toBe(TEXT);
  });

  it('passes the audit that it was written from, for now', () => {
    const clean = judgeBy(TEXT, [HOST]);
    expect(clean.findings.filter(({ isFailure }) => isFailure)).toEqual([]);
    expect(clean).toMatchObject({ gaps: [], notAudited: [] });
    const later = judgeBy(TEXT, [HOST], { now: new Date('2027-02-21T00:00:00Z') });
    expect(later.findings.filter(({ isFailure }) => isFailure)).toHaveLength(2);
  });

  it('takes one more open port for news', () => {
    const more = { ...HOST, ports: [...HOST.ports, aPort(4444)] };
    expect(judgeBy(TEXT, [more]).findings.find(({ isFailure }) => isFailure)?.port).toBe(4444);
  });

  it('is the same text whatever the order of the results', () => {
    const other = aHost([], { name: 'another' });
    const turned = { ...HOST, ports: HOST.ports.toReversed() };
    expect(writePolicy([turned, other], NOW)).toBe(writePolicy([other, HOST], NOW));
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constantFrom('no', '1e3', '"', "it's: # {", '\n- x', '\u001b[31m', '\u2028', ' x ', '*a', '&b', '__proto__'),
  );
  const ports = fc.uniqueArray(
    fc.record({
      port: fc.nat(65_535),
      text: hostile,
      isTls: fc.boolean(),
      verdict: fc.constantFrom('exposed', 'not-exposed', 'inconclusive'),
    }),
    { selector: ({ port }) => port, maxLength: 6 },
  );

  it('can be read and passes, whatever the servers say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, ports), { maxLength: 3 }), (all) => {
        const hosts = all.map(([name, open], index): HostResult => {
          const results = open.map(({ port, text, isTls, verdict }): PortResult => {
            return aPort(port, {
              address: `10.20.0.${index + 1}`,
              service: aService(text, { product: text, version: text, isTls }),
              listener: aListener({ process: text, exposure: text }),
              checks: [aCheckResult({ verdict: verdict as 'exposed' })],
            });
          });
          const address = { address: `10.20.0.${index + 1}`, vantage: 'same-subnet' } as const;
          return { name, addresses: [address], ports: results };
        });
        const judged = judgeBy(writePolicy(hosts, NOW), hosts);
        expect(judged.findings.filter(({ isFailure }) => isFailure)).toEqual([]);
        expect(judged.notAudited).toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(CHECKS.size).toBeGreaterThan(0);
  });
});
