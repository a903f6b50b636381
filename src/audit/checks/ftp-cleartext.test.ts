import { describe, expect, it } from 'vitest';
import { ftpCleartext } from './ftp-cleartext.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };

describe('ftp.cleartext', () => {
  it('is exposed where a name is answered in clear and there is no TLS, whatever FEAT would list', async () => {
    const script: Script = {
      hello: '220 Welcome to Pure-FTPd\r\n',
      answers: [
        [/^USER/, '331 User audit-none OK. Password required\r\n'],
        [/^AUTH/, '500 This security scheme is not implemented\r\n'],
      ],
    };
    const result = await play(ftpCleartext, { connections: [script] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { tls: 'none' } });
    expect(result.transcript.some(({ text }) => text.startsWith('PASS'))).toBe(false);
  });

  it('is exposed where TLS is the client choice', async () => {
    const script: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [
        [/^USER/, '331 Please specify the password.\r\n'],
        [/^AUTH/, '234 Proceed with negotiation.\r\n'],
      ],
      tls: TLS,
    };
    expect(await play(ftpCleartext, { connections: [script] })).toMatchObject({
      verdict: 'exposed',
      facts: { tls: 'offered' },
    });
  });

  it('is not where TLS is required: ProFTPD goes on, vsftpd closes', async () => {
    const proftpd: Script = {
      hello: '220 ProFTPD Server (lab)\r\n',
      answers: [
        [/^USER/, '550 SSL/TLS required on the control channel\r\n'],
        [/^AUTH/, '234 AUTH TLS successful\r\n'],
      ],
      tls: TLS,
    };
    expect(await play(ftpCleartext, { connections: [proftpd] })).toMatchObject({
      verdict: 'not-exposed',
      facts: { tls: 'required' },
    });
    const closing: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [
        [/^USER/, '530 Non-anonymous sessions must use encryption.\r\n'],
        [/^AUTH/, null],
      ],
    };
    const again: Script = { hello: '220 (vsFTPd 3.0.3)\r\n', answers: [[/^AUTH/, '234 Proceed.\r\n']], tls: TLS };
    expect((await play(ftpCleartext, { connections: [closing, again] })).verdict).toBe('not-exposed');
  });

  it('says that no password is at stake where only anonymous logins are taken', async () => {
    const script: Script = {
      hello: '220 (vsFTPd 3.0.3)\r\n',
      answers: [
        [/^USER audit-none/, '530 This FTP server is anonymous only.\r\n'],
        [/^USER anonymous/, '331 Please specify the password.\r\n'],
        [/^AUTH/, '530 Please login with USER and PASS.\r\n'],
      ],
    };
    const result = await play(ftpCleartext, { connections: [script] });
    expect(result.verdict).toBe('exposed');
    expect(result.summary).toContain('no password is at stake');
  });
});
