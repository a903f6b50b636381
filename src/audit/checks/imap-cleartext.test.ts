import { describe, expect, it } from 'vitest';
import { imapCleartext } from './imap-cleartext.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };
const BASE = 'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+';

function capability(more: string): string {
  return `* CAPABILITY ${BASE} ${more}\r\na OK Pre-login capabilities listed, post-login capabilities have more.\r\n`;
}

const OPEN: Script = {
  hello: `* OK [CAPABILITY ${BASE} AUTH=PLAIN AUTH=LOGIN] Dovecot (Debian) ready.\r\n`,
  answers: [
    [/^a CAPABILITY/, capability('AUTH=PLAIN AUTH=LOGIN')],
    [/^b AUTHENTICATE PLAIN/, '+ \r\n'],
    [/^\*\r/, 'b BAD Authentication aborted by client.\r\n'],
  ],
};

describe('imap.cleartext', () => {
  it('is exposed where AUTHENTICATE PLAIN is asked on, and leaves it there', async () => {
    const result = await play(imapCleartext, { connections: [OPEN] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { startTls: false } });
    const sent = result.transcript.filter(({ direction }) => direction === '>').map(({ text }) => text);
    expect(sent).toEqual(['a CAPABILITY', 'b AUTHENTICATE PLAIN', '*', 'z LOGOUT']);
  });

  it('is exposed, less surely, where only LOGIN is not disabled', async () => {
    const script: Script = { hello: '* OK ready\r\n', answers: [[/^a CAP/, capability('')]] };
    expect(await play(imapCleartext, { connections: [script] })).toMatchObject({
      verdict: 'exposed',
      confidence: 'firm',
    });
  });

  it('is not where LOGIN is disabled until TLS', async () => {
    const script: Script = {
      hello: `* OK [CAPABILITY ${BASE} STARTTLS LOGINDISABLED] Dovecot (Debian) ready.\r\n`,
      answers: [
        [/^a CAPABILITY/, capability('STARTTLS LOGINDISABLED')],
        [/^c STARTTLS/, 'c OK Begin TLS negotiation now.\r\n'],
      ],
      tls: TLS,
      insideTls: OPEN.answers ?? [],
    };
    expect(await play(imapCleartext, { connections: [script] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'confirmed',
      facts: { inClear: [], inTls: ['password', 'PLAIN', 'LOGIN'] },
    });
  });

  it('is bounded where untagged lines never end', async () => {
    const script: Script = { hello: '* OK ready\r\n', answers: [[/^a CAP/, '* BYTES\r\n'.repeat(3000)]] };
    expect((await play(imapCleartext, { connections: [script] })).verdict).toBe('inconclusive');
  });
});
