import { describe, expect, it } from 'vitest';
import { pop3Cleartext } from './pop3-cleartext.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };
const CAPA = 'CAPA\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nPIPELINING\r\nAUTH-RESP-CODE\r\n';

/** Dovecot with `ssl = no`. */
const OPEN: Script = {
  hello: '+OK Dovecot (Debian) ready.\r\n',
  answers: [
    [/^CAPA/, `+OK\r\n${CAPA}USER\r\nSASL PLAIN LOGIN\r\n.\r\n`],
    [/^USER/, '+OK\r\n'],
  ],
};
/** Dovecot with `ssl = required`, from outside. */
const HARDENED: Script = {
  hello: '+OK Dovecot (Debian) ready.\r\n',
  answers: [
    [/^CAPA/, `+OK\r\n${CAPA}STLS\r\nSASL\r\n.\r\n`],
    [/^USER/, '-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.\r\n'],
    [/^STLS/, '+OK Begin TLS negotiation now.\r\n'],
  ],
  tls: TLS,
  insideTls: OPEN.answers ?? [],
};

describe('pop3.cleartext', () => {
  it('is exposed where a name is taken in clear, and no password is ever sent', async () => {
    const result = await play(pop3Cleartext, { connections: [OPEN] });
    expect(result).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
      facts: { startTls: false, inClear: ['password', 'PLAIN', 'LOGIN'] },
    });
    const sent = result.transcript.filter(({ direction }) => direction === '>').map(({ text }) => text);
    expect(sent).toEqual(['CAPA', 'USER audit-none', 'QUIT']);
  });

  it('is not where it is taken inside TLS only', async () => {
    expect(await play(pop3Cleartext, { connections: [HARDENED] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'confirmed',
      facts: { startTls: true, inClear: [], inTls: ['password', 'PLAIN', 'LOGIN'], tlsProtocol: 'TLSv1.3' },
    });
  });

  it('is inconclusive from the same address, to which Dovecot always says yes', async () => {
    const result = await play(pop3Cleartext, { connections: [OPEN], vantage: 'same-address' });
    expect(result.verdict).toBe('inconclusive');
  });

  it('asks servers from before CAPA all the same', async () => {
    const old: Script = {
      hello: '+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n',
      answers: [
        [/^CAPA/, '-ERR unknown command\r\n'],
        [/^USER/, '+OK name is a valid mailbox\r\n'],
      ],
    };
    expect((await play(pop3Cleartext, { connections: [old] })).verdict).toBe('exposed');
  });

  it('does not apply to a mail server of the other kind', async () => {
    expect((await play(pop3Cleartext, { connections: [{ hello: '* OK IMAP4rev1 ready\r\n' }] })).verdict).toBe(
      'not-applicable',
    );
  });
});
