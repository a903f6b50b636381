import { describe, expect, it } from 'vitest';
import { play, type Script } from './scripted-network.fixture.ts';
import { smtpOpenRelay } from './smtp-open-relay.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };

function server(rcpt: Script['answers'], product = 'Postfix', extensions = ''): Script {
  return {
    hello: `220 lab.example ESMTP ${product}\r\n`,
    answers: [
      [/^EHLO \[192\.0\.2\.2\]\r/, `250-lab.example\r\n${extensions}250 DSN\r\n`],
      [/^MAIL/, '250 2.1.0 Ok\r\n'],
      ...(rcpt ?? []),
      [/^RSET/, '250 2.0.0 Ok\r\n'],
    ],
  };
}

describe('smtp.open-relay', () => {
  it('is exposed where a stranger may write to a stranger, and never sends DATA', async () => {
    const result = await play(smtpOpenRelay, { connections: [server([[/^RCPT/, '250 2.1.5 Ok\r\n']])] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'firm', facts: { way: 'plain' } });
    const sent = result.transcript
      .filter(({ direction }) => direction === '>')
      .map(({ text }) => text.split(/[ :]/)[0]);
    expect(sent).toEqual(['EHLO', 'MAIL', 'RCPT', 'RSET', 'QUIT']);
  });

  it('says nothing of strangers where it was asked from the same address', async () => {
    const connections = [server([[/^RCPT/, '250 2.1.5 Ok\r\n']])];
    const result = await play(smtpOpenRelay, { connections, vantage: 'same-address' });
    expect(result.verdict).toBe('inconclusive');
    expect(result.summary).toContain('--vantage netns');
  });

  it('is not where it is refused: Postfix for good and for now, OpenSMTPD, Exim', async () => {
    for (const answer of [
      '554 5.7.1 <probe@example.com>: Relay access denied',
      '454 4.7.1 <probe@example.com>: Relay access denied',
      '550 Invalid recipient: <probe@example.com>',
      '550 relay not permitted',
    ]) {
      const result = await play(smtpOpenRelay, { connections: [server([[/^RCPT/, `${answer}\r\n`]])] });
      expect(result.verdict, answer).toBe('not-exposed');
    }
  });

  it('is inconclusive where a greylist puts it off, or the domain was the trouble', async () => {
    for (const answer of ['451 4.7.1 Greylisting in action, please come back later', '550 Unrouteable address']) {
      const result = await play(smtpOpenRelay, { connections: [server([[/^RCPT/, `${answer}\r\n`]])] });
      expect(result.verdict, answer).toBe('inconclusive');
    }
  });

  it('takes the percent sign for a way only where made-up local names are refused', async () => {
    const plain = [/<probe@example\.com>/, '554 5.7.1 Relay access denied\r\n'] as const;
    const hack = [/<probe%example\.com@lab\.example>/, '250 2.1.5 Ok\r\n'] as const;
    const strict = await play(smtpOpenRelay, {
      connections: [server([plain, hack, [/^RCPT/, '550 5.1.1 User unknown\r\n']])],
    });
    expect(strict).toMatchObject({ verdict: 'exposed', confidence: 'tentative', facts: { way: 'percent' } });
    const lax = await play(smtpOpenRelay, { connections: [server([plain, hack, [/^RCPT/, '250 2.1.5 Ok\r\n']])] });
    expect(lax.verdict).toBe('not-exposed');
  });

  it('goes on in TLS where that is asked for, and wants no more where a login is', async () => {
    const must = [/^MAIL/, '530 5.7.0 Must issue a STARTTLS command first\r\n'] as const;
    const base = server([], 'Postfix', '250-STARTTLS\r\n');
    const script: Script = {
      ...base,
      answers: [must, [/^STARTTLS/, '220 2.0.0 Ready to start TLS\r\n'], ...(base.answers ?? [])],
      tls: TLS,
      insideTls: server([[/^RCPT/, '250 2.1.5 Ok\r\n']]).answers ?? [],
    };
    expect((await play(smtpOpenRelay, { connections: [script] })).verdict).toBe('exposed');
    const login: Script = {
      ...base,
      answers: [[/^MAIL/, '530 5.7.0 Authentication required\r\n'], ...(base.answers ?? [])],
    };
    expect((await play(smtpOpenRelay, { connections: [login] })).verdict).toBe('inconclusive');
    const plain = server([[/^MAIL/, '250 x\r\n']]);
    const refused: Script = {
      ...plain,
      answers: [[/^MAIL/, '530 5.7.0 Authentication required\r\n'], ...(plain.answers ?? [])],
    };
    expect((await play(smtpOpenRelay, { connections: [refused] })).verdict).toBe('not-exposed');
  });

  it('does not apply to an FTP server', async () => {
    expect((await play(smtpOpenRelay, { connections: [{ hello: '220 ProFTPD Server (lab) FTP\r\n' }] })).verdict).toBe(
      'not-applicable',
    );
  });
});
