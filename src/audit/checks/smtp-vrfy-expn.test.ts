import { describe, expect, it } from 'vitest';
import { play, type Script } from './scripted-network.fixture.ts';
import { smtpVrfyExpn } from './smtp-vrfy-expn.ts';

function server(answers: NonNullable<Script['answers']>): Script {
  return {
    hello: '220 lab.example ESMTP Postfix\r\n',
    answers: [[/^EHLO/, '250-lab.example\r\n250 VRFY\r\n'], ...answers],
  };
}
const NO_EXPN = [/^EXPN/, '500 5.5.2 Error: command not recognized\r\n'] as const;

describe('smtp.vrfy-expn', () => {
  it('is exposed where names that exist are answered otherwise than made-up ones', async () => {
    const script = server([
      [/^VRFY (?:root|postmaster)/, '252 2.0.0 root\r\n'],
      [/^VRFY/, '550 5.1.1 User unknown\r\n'],
      NO_EXPN,
    ]);
    expect(await play(smtpVrfyExpn, { connections: [script] })).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
    });
  });

  it('is not where every name is answered alike, or the command is off', async () => {
    const alike = server([[/^VRFY/, '252 2.0.0 ok\r\n'], NO_EXPN]);
    expect((await play(smtpVrfyExpn, { connections: [alike] })).verdict).toBe('not-exposed');
    const off = server([[/^VRFY/, '502 5.5.1 VRFY command is disabled\r\n'], NO_EXPN]);
    expect(await play(smtpVrfyExpn, { connections: [off] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'confirmed',
    });
  });

  it('takes a refusal of names without a domain for no difference: Exim without an ACL', async () => {
    const exim = server([
      [/^VRFY postmaster/, '252 Administrative prohibition\r\n'],
      [/^VRFY/, '501 audit-2a2a2a2a2a2a: recipient address must contain a domain\r\n'],
      [/^EXPN/, '550 Administrative prohibition\r\n'],
    ]);
    expect((await play(smtpVrfyExpn, { connections: [exim] })).verdict).toBe('not-exposed');
  });

  it('is exposed where a list is shown', async () => {
    const script = server([
      [/^VRFY/, '502 off\r\n'],
      [/^EXPN/, '250-<ada@lab.example>\r\n250 <bob@lab.example>\r\n'],
    ]);
    expect((await play(smtpVrfyExpn, { connections: [script] })).verdict).toBe('exposed');
  });
});
