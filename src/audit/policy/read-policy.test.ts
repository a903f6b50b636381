import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAddress } from '../scope/judge-address.ts';
import { PolicyError } from './policy-error.ts';
import { scopeOf } from './policy-scope.ts';
import { readPolicy } from './read-policy.ts';

const CHECKS = ['smtp.open-relay', 'telnet.cleartext', 'ftp.anonymous'];
const read = (text: string) => readPolicy('audit.yaml', text, CHECKS);

const WHOLE = `version: 1
scope:
  allow: [127.0.0.0/8, "::1", 10.20.0.0/24]
  authorised: [{ addresses: [198.51.99.0/24], by: ACME, reference: T-1, until: 2027-01-31 }]
hosts:
  - name: mailhost
    address: [10.20.0.5, "fd00:20::5"]
    expect:
      - { port: 22/tcp, service: ssh, product: OpenSSH }
      - { port: 25/tcp, service: smtp, checks: { smtp.open-relay: not-exposed } }
      - { port: 995/tcp, service: pop3s, notBefore: 2026-01-01 }
    unexpected: fail
    missing: warn
    parity: v4v6
    waive:
      - { check: telnet.cleartext, port: 23/tcp, until: 2027-03-31, reason: "old PBX, ticket 4711" }
dhcp: { interface: eth0, servers: [10.20.0.1] }
zones: [lab.example]
include: [8000-8010/tcp]
failOn: medium
`;

function faultsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return '';
}

describe('a policy file', () => {
  it('is read with the place of everything that a finding may belong to', () => {
    const policy = read(WHOLE);
    const [host] = policy.hosts;
    expect(host?.addresses).toEqual(['10.20.0.5', 'fd00:20::5']);
    expect(host?.at.line).toBe(6);
    expect(host?.expect.map(({ port, at }) => [port, at.line])).toEqual([
      [22, 9],
      [25, 10],
      [995, 11],
    ]);
    expect(host?.expect[1]?.checksAt['smtp.open-relay']).toMatchObject({ path: 'audit.yaml', line: 10 });
    expect(host?.waivers[0]).toMatchObject({ ports: { from: 23, to: 23, transport: 'tcp' }, at: { line: 16 } });
    expect(policy).toMatchObject({ failOn: 'medium', zones: ['lab.example'], vantage: 'direct', queryName: null });
  });

  it('makes the scope of the guard; the last day of an authority counts whole', () => {
    const scope = scopeOf(read(WHOLE), [], [], true);
    expect(scope.broadcastInterface).toBe('eth0');
    const evening = new Date('2027-01-31T22:00:00Z');
    expect(judgeAddress('10.20.0.9', scope, evening)).toBeNull();
    expect(judgeAddress('10.21.0.9', scope, evening)?.remedy).toContain('allow');
    expect(judgeAddress('198.51.99.7', scope, evening)).toBeNull();
    expect(judgeAddress('198.51.99.7', scope, new Date('2027-02-01T00:00:00Z'))?.reason).toContain('2027-01-31');
    expect(judgeAddress('10.20.0.9', scopeOf(null, [], [], true), evening)).not.toBeNull();
  });

  it.each([
    [
      'version: 1\nhosts: [{ name: a, expct: [] }]',
      'audit.yaml:2:20: hosts.0: Unrecognized key: "expct", did you mean "expect"?',
    ],
    ['version: 2', 'audit.yaml:1:10: version: not 1'],
    ['hosts: []', 'version'],
    [
      'version: 1\nhosts:\n  - name: a\n    expect: [{ port: 22 }]',
      'audit.yaml:4:22: hosts.0.expect.0.port: not a port with its transport',
    ],
    ['version: 1\nhosts: [{ name: a, expect: [{ port: 20-22/tcp }] }]', 'not a port with its transport'],
    ['version: 1\nhosts: [{ name: a, expect: [{ port: 22/sctp }] }]', 'not a port with its transport'],
    ['version: 1\nhosts: [{ name: a }, { name: a }]', 'two hosts "a"'],
    ['version: 1\nhosts: [{ name: a, expect: [{ port: 22/tcp }, { port: 22/tcp }] }]', '22/tcp is expected twice'],
    ['version: 1\nhosts: [{ name: "a; rm -rf /" }]', 'not a name of letters'],
    ['version: 1\nhosts: [{ name: a, waive: [{ until: 2027-01-01, reason: x }] }]', 'waives everything'],
    ['version: 1\nhosts: [{ name: a, waive: [{ port: 23/tcp, reason: x }] }]', 'until'],
    [
      'version: 1\nhosts: [{ name: a, expect: [{ port: 25/tcp, checks: { smtp.open-rely: not-exposed } }] }]',
      'audit.yaml:2:71: there is no check smtp.open-rely; did you mean smtp.open-relay?',
    ],
    ['version: 1\nscope: { allow: [10.0.0.0/33] }', 'not an address or a network'],
    ['a: &x [1]\nversion: *x', 'alias'],
  ])('is refused with file, line and column: %s', (text, message) => {
    expect(faultsOf(text)).toContain(message);
    expect(faultsOf(text)).toMatch(/^audit\.yaml:\d+:\d+: /);
  });

  it('never throws anything else, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(WHOLE.length), (noise, at) => {
        faultsOf(WHOLE.slice(0, at) + noise + WHOLE.slice(at));
      }),
      { numRuns: 100 },
    );
  });
});
