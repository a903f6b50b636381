import { describe, expect, it } from 'vitest';
import type { Judgement } from './judge-hosts.ts';
import {
  aCheckDescription,
  aCheckResult,
  aHost,
  aListener,
  aPort,
  aService,
  HOST,
  judgeBy,
  POLICY,
} from './result.fixture.ts';

const hostWith = (lines: string): string => `version: 1\nhosts:\n  - name: mailhost\n    address: 10.20.0.5\n${lines}`;
const ids = ({ findings }: Judgement): string[] => findings.map(({ id }) => id);
const find = ({ findings }: Judgement, id: string) => findings.find((finding) => finding.id === id);

describe('what answers, held against what was agreed', () => {
  it('tells everything once, anchored to its line, the worst last', () => {
    const { findings, hosts } = judgeBy(POLICY, [HOST]);
    expect(findings.map(({ id, port, anchor, isFailure }) => [id, port, anchor?.line, isFailure])).toEqual([
      ['audit.unexpected-port', 23, 3, false],
      ['telnet.cleartext', 23, 3, false],
      ['audit.waiver-expiring', 23, 11, false],
      ['audit.missing-port', 995, 8, false],
      ['audit.unexpected-port', 8080, 3, true],
      ['smtp.open-relay', 25, 7, true],
    ]);
    expect(hosts[0]?.ports.map(({ expectation }) => expectation)).toEqual([
      'expected',
      'waived',
      'expected',
      'missing',
      'unexpected',
    ]);
  });

  it('names the process that holds an unexpected port, and the line to add', () => {
    const finding = find(
      judgeBy(POLICY, [aHost([aPort(8080, { service: aService('http'), listener: aListener() })])]),
      'audit.unexpected-port',
    );
    expect(finding?.title).toContain('8080/tcp http of mailhost answers, held by node');
    expect(finding?.advice.join(' ')).toContain('{ port: 8080/tcp, service: http }');
    expect(finding?.verify).toBe('portolan audit mailhost --ports 8080/tcp --policy audit.yaml');
  });

  it('gives the command to look again from where it was looked', () => {
    const outside = { addresses: [{ address: '10.20.0.5', vantage: 'outside-netns' as const }] };
    const judgement = judgeBy(POLICY, [aHost([aPort(25, { checks: [aCheckResult()] })], outside)]);
    expect(find(judgement, 'smtp.open-relay')?.verify).toBe(
      'portolan audit mailhost --only smtp.open-relay --vantage netns --policy audit.yaml',
    );
  });

  it('says where two services that answer every datagram can be set on each other', () => {
    const small = ['small.echo-udp', 'small.chargen-udp'];
    const checks = new Map(small.map((id) => [id, aCheckDescription({ id, transport: 'udp' })]));
    const [echo, chargen] = small.map((check, index) =>
      aPort(index === 0 ? 7 : 19, { transport: 'udp', checks: [aCheckResult({ check })] }),
    );
    const meanings = (...ports: readonly (typeof echo)[]): string[] =>
      judgeBy('', [aHost(ports.filter((port) => port !== undefined))], { checks }).findings.map(
        ({ meaning }) => meaning,
      );
    for (const meaning of meanings(echo, chargen)) expect(meaning).toContain('Here 7/udp and 19/udp answer:');
    expect(meanings(echo).join(' ')).not.toContain('Here ');
  });

  it('lets a host say what becomes of other ports and of missing ones', () => {
    const open = [aHost([aPort(8080)])];
    expect(find(judgeBy(hostWith('    unexpected: warn'), open), 'audit.unexpected-port')?.isFailure).toBe(false);
    expect(ids(judgeBy(hostWith('    unexpected: ignore'), open))).toEqual([]);
    const missing = (mode: string) =>
      judgeBy(hostWith(`    expect: [{ port: 1/tcp }]\n    missing: ${mode}`), [aHost([])]);
    expect(missing('fail').findings[0]).toMatchObject({ id: 'audit.missing-port', isFailure: true });
    expect(ids(missing('ignore'))).toEqual([]);
  });

  it('knows another service or product, also inside TLS, and says what it could not identify', () => {
    const text = hostWith('    expect: [{ port: 443/tcp, service: https, product: nginx }]');
    const judge = (service: ReturnType<typeof aService> | null) => judgeBy(text, [aHost([aPort(443, { service })])]);
    expect(ids(judge(aService('http', { isTls: true, product: 'Nginx 1.22' })))).toEqual([]);
    expect(ids(judge(aService('http')))).toEqual(['audit.wrong-service']);
    expect(ids(judge(aService('https', { product: 'Apache' })))).toEqual(['audit.wrong-service']);
    expect(judge(null)).toMatchObject({ findings: [], gaps: [expect.stringContaining('not identified')] });
  });

  it('takes an unsettled check for a gap, and an accepted exposure for expected', () => {
    const expecting = (what: string) =>
      hostWith(`    expect: [{ port: 25/tcp, checks: { smtp.open-relay: ${what} } }]`);
    const judge = (what: string, checks: readonly ReturnType<typeof aCheckResult>[]) =>
      judgeBy(expecting(what), [aHost([aPort(25, { checks })])]);
    expect(judge('not-exposed', [aCheckResult({ verdict: 'inconclusive', summary: 'Who knows.' })])).toMatchObject({
      findings: [],
      gaps: ['smtp.open-relay on 25/tcp of mailhost could not be settled: Who knows.'],
    });
    expect(judge('not-exposed', []).gaps).toEqual(['smtp.open-relay on 25/tcp of mailhost did not run']);
    expect(judge('exposed', [aCheckResult()]).findings).toEqual([]);
    expect(judge('exposed', [aCheckResult({ verdict: 'not-exposed' })]).findings).toMatchObject([{ severity: 'info' }]);
    const slight = judgeBy(`${expecting('not-exposed')}\nfailOn: critical`, [
      aHost([aPort(25, { checks: [aCheckResult()] })]),
    ]);
    expect(slight.findings[0]?.isFailure).toBe(true);
  });

  it('counts a line from its day on', () => {
    const text = (day: string) => hostWith(`    expect: [{ port: 22/tcp, notBefore: ${day} }]`);
    expect(ids(judgeBy(text('2026-11-23'), [aHost([])]))).toEqual([]);
    expect(ids(judgeBy(text('2026-11-22'), [aHost([])]))).toEqual(['audit.missing-port']);
    const early = judgeBy(text('2026-11-23'), [aHost([aPort(22)])]);
    expect(early.findings[0]).toMatchObject({ id: 'audit.unexpected-port', anchor: { line: 5 } });
    expect(early.findings[0]?.title).toContain('from 2026-11-23 on');
  });

  it('excuses up to the last day of a waiver, tells of its end, and counts again afterwards', () => {
    const until = (day: string) =>
      judgeBy(hostWith(`    waive: [{ port: 8000-8100/tcp, until: ${day}, reason: demo }]`), [aHost([aPort(8080)])]);
    expect(until('2027-11-22').findings).toMatchObject([{ waiver: { reason: 'demo' }, isFailure: false }]);
    const soon = until('2026-11-22');
    expect(ids(soon)).toEqual(['audit.unexpected-port', 'audit.waiver-expiring']);
    expect(soon.findings[1]?.title).toContain('today');
    const over = until('2026-11-21');
    expect(ids(over)).toEqual(['audit.waiver-expired', 'audit.unexpected-port']);
    expect(over.findings[1]?.isFailure).toBe(true);
    expect(over.findings[1]?.advice.at(-1)).toContain('its waiver ended on 2026-11-21 (demo), so it counts again');
  });

  it('compares both families of addresses where that is asked', () => {
    const text = hostWith('    expect: [{ port: 25/tcp }]\n    parity: v4v6');
    const v6 = { address: 'fd00:20::5' };
    const relay = { checks: [aCheckResult()] };
    const clear = { checks: [aCheckResult({ verdict: 'not-exposed' })] };
    expect(
      find(judgeBy(text, [aHost([aPort(25), aPort(25, { ...v6, state: 'closed' })])]), 'audit.parity')?.title,
    ).toBe('25/tcp of mailhost answers over IPv4 and not over IPv6');
    const verdicts = judgeBy(text, [aHost([aPort(25, clear), aPort(25, { ...v6, ...relay })])]);
    expect(find(verdicts, 'audit.parity')?.title).toContain('exposed over IPv6 and not over IPv4');
    expect(ids(judgeBy(text, [aHost([aPort(25), aPort(25, v6)])]))).toEqual([]);
    expect(judgeBy(text, [aHost([aPort(25)])]).gaps).toEqual([expect.stringContaining('IPv4 only')]);
  });

  it('tells the same matter on two addresses once, with a fingerprint that no address changes', () => {
    const both = judgeBy('', [
      aHost([aPort(25, { checks: [aCheckResult()] }), aPort(25, { address: 'fd00:20::5', checks: [aCheckResult()] })]),
    ]);
    expect(both.findings).toMatchObject([{ id: 'smtp.open-relay', count: 2, anchor: null, isFailure: true }]);
    expect(both.findings[0]?.evidence.filter((line) => line.includes('another domain'))).toHaveLength(2);
    const moved = judgeBy('', [aHost([aPort(25, { address: '10.20.0.99', checks: [aCheckResult()] })])]);
    expect(moved.findings[0]?.fingerprint).toBe(both.findings[0]?.fingerprint);
    expect(moved.findings[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the advice for the product that was found, and the command that checks it again', () => {
    const judge = (product: string | null) =>
      judgeBy('', [aHost([aPort(25, { service: aService('smtp', { product }), checks: [aCheckResult()] })])])
        .findings[0];
    expect(judge('Postfix smtpd')?.fix?.file).toBe('/etc/postfix/main.cf');
    expect(judge('Exim')?.fix?.file).toBe('its configuration');
    expect(judge(null)?.verify).toBe('portolan audit mailhost --only smtp.open-relay');
  });

  it('finds the policy’s host by an address, says which it has not, and which were not asked', () => {
    const judged = judgeBy(POLICY, [aHost([aPort(22)], { name: '10.20.0.5' })]);
    expect(judged.hosts[0]?.name).toBe('mailhost');
    const other = judgeBy(POLICY, [
      aHost([aPort(22, { address: '10.9.9.9' })], {
        name: 'other',
        addresses: [{ address: '10.9.9.9', vantage: 'routed' }],
      }),
    ]);
    expect(other.notAudited).toEqual(['mailhost']);
    expect(other.findings[0]).toMatchObject({ id: 'audit.unexpected-port', anchor: { line: 3 } });
    expect(other.findings[0]?.title).toContain('does not have this host');
  });

  it('judges what answered a broadcast by its check, and calls it no unexpected port', () => {
    const port = aPort(67, { transport: 'udp', checks: [aCheckResult()] });
    const { findings } = judgeBy(POLICY, [aHost([port], { name: 'the network of eth0', addresses: [] })]);
    expect(findings.map(({ id, vantage }) => [id, vantage])).toEqual([['smtp.open-relay', 'same-subnet']]);
    expect(findings[0]?.verify).toBe('portolan audit --only smtp.open-relay --policy audit.yaml');
  });
});
