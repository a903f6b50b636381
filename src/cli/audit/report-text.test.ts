import { describe, expect, it } from 'vitest';
import { aHost, aPort, aResult, HOST, POLICY } from '../../audit/policy/result.fixture.ts';
import { createStyle } from '../style.ts';
import { widthOf } from '../width.ts';
import { renderAuditText } from './report-text.ts';

const options = { width: 80, style: createStyle(false), all: false };
const RESULT = aResult(POLICY, [HOST]);

/** Written by hand first; what the code writes has to be it. */
const TEXT = `
mailhost, 10.20.0.5, asked from a neighbour in its network
  995/tcp   -                 10.20.0.5           missing
  8080/tcp  http              10.20.0.5  node     unexpected
  2 ports as expected, 1 waived
  2 checks: 2 exposed

info      the waiver of audit.unexpected-port on 23/tcp of mailhost ends on
          2026-11-30, in 8 days
          line   audit.yaml:11
low       995/tcp pop3s of mailhost does not answer, and the policy file expects
          it
          what   10.20.0.5:995: closed, refused
          why    A service that is relied on is down, or a firewall keeps it
                 from here.
          sure   confirmed: it was seen
          do     start the service again, or take the line out of the policy
                 file
          again  portolan audit mailhost --ports 995/tcp --policy audit.yaml
          line   audit.yaml:8

medium    8080/tcp http of mailhost answers, held by node, and the policy file
          does not expect it
          what   10.20.0.5:8080: open, connected; http; held by node (pid 812,
                 user ada), bound to 0.0.0.0
          why    A port that nobody agreed to is one that nobody looks after, or
                 that somebody else opened.
          sure   confirmed: it was seen
          do     ask what node (pid 812, user ada) is for
                 end it, or agree to it by a line in the policy file: - { port:
                 8080/tcp, service: http }
          again  portolan audit mailhost --ports 8080/tcp --policy audit.yaml
          line   audit.yaml:3

high      25/tcp of mailhost: passes on mail for strangers
          what   10.20.0.5:25, asked from a neighbour in its network: It took a
                 recipient of another domain from a stranger.
                 < 220 mail ESMTP Postfix
                 > RCPT TO:<a@b.example>
                 < 250 2.1.5 Ok
          why    Whoever finds it sends spam in your name.
          sure   confirmed: it was seen
          do     /etc/postfix/main.cf: smtpd_relay_restrictions =
                 permit_mynetworks, reject_unauth_destination
                 then systemctl reload postfix
          again
          portolan audit mailhost --only smtp.open-relay --policy audit.yaml
          line   audit.yaml:7

The audit fails: 2 findings count; 2 to know of, 2 waived (--all tells them).
`;

describe('the text of an audit', () => {
  it('says what, why, how sure, what to do and how to check again, the worst last', () => {
    expect(renderAuditText(RESULT, options).join('\n')).toBe(TEXT.trim());
  });

  it('keeps to the width, and breaks no line where there is none', () => {
    expect(renderAuditText(RESULT, options).filter((line) => widthOf(line) > 80)).toEqual([]);
    const whole = renderAuditText(RESULT, { ...options, width: Number.POSITIVE_INFINITY });
    expect(whole.some((line) => line.endsWith('and the policy file does not expect it'))).toBe(true);
  });

  it('tells what is agreed and waived when asked for all', () => {
    const text = renderAuditText(RESULT, { ...options, all: true }).join('\n');
    expect(text).toMatch(/22\/tcp +ssh +OpenSSH 9.2p1 .*expected/);
    expect(text).toContain('until  2027-03-31: old PBX, ticket 4711');
  });

  it('never says that all is well when something could not be looked at', () => {
    const host = aHost([aPort(22)]);
    const clean = 'version: 1\nhosts: [{ name: mailhost, expect: [{ port: 22/tcp }] }]';
    expect(renderAuditText(aResult(clean, [host]), options).at(-1)).toBe('The audit passes.');
    const refusal = { address: '192.0.2.9', reason: 'it is a public address', remedy: '--yes-authorised' };
    const text = renderAuditText({ ...aResult(clean, [host]), refusals: [refusal] }, options).join('\n');
    expect(text).toContain('not asked 192.0.2.9: it is a public address; what lets it be asked:');
    expect(text).toContain('but not all could be looked at; 1 not settled.');
  });
});
