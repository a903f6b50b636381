import { describe, expect, it } from 'vitest';
import { ftpAnonymous } from './ftp-anonymous.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };

/** vsftpd 3.0.3, as it answered. */
const VSFTPD: Script = {
  hello: '220 (vsFTPd 3.0.3)\r\n',
  answers: [
    [/^USER/, '331 Please specify the password.\r\n'],
    [/^PASS/, '230 Login successful.\r\n'],
    [/^PWD/, '257 "/" is the current directory\r\n'],
    [/^AUTH/, '530 Please login with USER and PASS.\r\n'],
  ],
};
const VSFTPD_HARDENED: Script = {
  ...VSFTPD,
  answers: [[/^PASS/, '530 Login incorrect.\r\n'], ...(VSFTPD.answers ?? [])],
};

describe('ftp.anonymous', () => {
  it('is exposed where the password is taken, and keeps it out of the evidence', async () => {
    const result = await play(ftpAnonymous, { connections: [VSFTPD] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { tls: false } });
    expect(JSON.stringify(result.transcript)).not.toContain('audit@example.invalid');
  });

  it('is exposed whatever the words are: ProFTPD, and Pure-FTPd that wants no password', async () => {
    const proftpd = await play(ftpAnonymous, {
      connections: [
        {
          hello: '220 ProFTPD Server (lab) [::ffff:10.78.0.5]\r\n',
          answers: [
            [/^USER/, '331 Anonymous login ok, send your complete email address as your password\r\n'],
            [/^PASS/, '230 Anonymous access granted, restrictions apply\r\n'],
            [/^PWD/, '257 "/" is the current directory\r\n'],
          ],
        },
      ],
    });
    expect(proftpd).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
    const pure = await play(ftpAnonymous, {
      connections: [
        {
          hello:
            '220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n220-You are user number 1 of 50 allowed.\r\n220 You will be disconnected after 15 minutes of inactivity.\r\n',
          answers: [
            [/^USER/, '230 Anonymous user logged in\r\n'],
            [/^PWD/, '257 "/" is your current location\r\n'],
          ],
        },
      ],
    });
    expect(pure.verdict).toBe('exposed');
  });

  it('is not where the login is refused after all, as behind "331 Guest login ok"', async () => {
    expect(await play(ftpAnonymous, { connections: [VSFTPD_HARDENED] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'confirmed',
    });
  });

  it('tries again inside TLS where the server wants that, on a new connection where it closed', async () => {
    const closing: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [
        [/^USER/, '530 Anonymous sessions must use encryption.\r\n'],
        [/^AUTH/, null],
      ],
    };
    const again: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [[/^AUTH/, '234 Proceed with negotiation.\r\n']],
      tls: TLS,
      insideTls: VSFTPD.answers ?? [],
    };
    const result = await play(ftpAnonymous, { connections: [closing, again] });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { tls: true }, rounds: 2 });
  });

  it('is inconclusive where nobody is let in just now', async () => {
    const full = { hello: '421 There are too many connected users, please try later.\r\n' };
    expect((await play(ftpAnonymous, { connections: [full] })).verdict).toBe('inconclusive');
  });

  it('is inconclusive where a greeting comes a byte a second, and does not apply where TLS is expected', async () => {
    expect((await play(ftpAnonymous, { connections: [{ hello: '220-' }] })).verdict).toBe('inconclusive');
    const alert = { hello: Buffer.from([0x15, 0x03, 0x01, 0, 2, 2, 70]) };
    expect((await play(ftpAnonymous, { connections: [alert] })).verdict).toBe('not-applicable');
  });

  it('does not apply to a mail server, which greets with the same number', async () => {
    const mail = { hello: '220 lab.example ESMTP Postfix\r\n' };
    expect((await play(ftpAnonymous, { connections: [mail] })).verdict).toBe('not-applicable');
    const nameless: Script = {
      hello: '220 hello\r\n',
      answers: [[/^USER/, '502 5.5.2 Error: command not recognized\r\n']],
    };
    expect((await play(ftpAnonymous, { connections: [nameless] })).verdict).toBe('not-applicable');
  });
});
