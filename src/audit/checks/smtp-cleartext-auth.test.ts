import { describe, expect, it } from 'vitest';
import { play, type Script } from './scripted-network.fixture.ts';
import { smtpCleartextAuth } from './smtp-cleartext-auth.ts';

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', notAfter: null, subject: null };

function server(extensions: string, more: NonNullable<Script['answers']> = []): Script {
  return {
    hello: '220 lab.example ESMTP Exim 4.96 Sun, 22 Nov 2026 16:45:47 +0000\r\n',
    answers: [[/^EHLO/, `250-lab.example Hello [192.0.2.2]\r\n${extensions}250 HELP\r\n`], ...more],
  };
}

describe('smtp.cleartext-auth', () => {
  it('is exposed where AUTH is asked on in clear, and leaves it there', async () => {
    const script = server('250-AUTH PLAIN\r\n250-STARTTLS\r\n', [
      [/^AUTH PLAIN/, '334\r\n'],
      [/^\*\r/, '501 Authentication cancelled\r\n'],
      [/^STARTTLS/, '220 TLS go ahead\r\n'],
    ]);
    const result = await play(smtpCleartextAuth, { connections: [{ ...script, tls: TLS }] });
    expect(result).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
      facts: { startTls: true, inClear: ['PLAIN'] },
    });
  });

  it('is not where AUTH comes after STARTTLS only', async () => {
    const script: Script = {
      ...server('250-STARTTLS\r\n', [[/^STARTTLS/, '220 TLS go ahead\r\n']]),
      tls: TLS,
      insideTls: server('250-AUTH PLAIN LOGIN\r\n').answers ?? [],
    };
    expect(await play(smtpCleartextAuth, { connections: [script] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'confirmed',
      facts: { inTls: ['PLAIN', 'LOGIN'] },
    });
  });

  it('is not where only a challenge is offered, or nothing', async () => {
    const challenge = await play(smtpCleartextAuth, { connections: [server('250-AUTH CRAM-MD5\r\n')] });
    expect(challenge.verdict).toBe('not-exposed');
    expect((await play(smtpCleartextAuth, { connections: [server('')] })).verdict).toBe('not-exposed');
  });
});
