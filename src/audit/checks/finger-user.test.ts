import { describe, expect, it } from 'vitest';
import { fingerUser } from './finger-user.ts';
import { play } from './scripted-network.fixture.ts';

const ask = (answer: string | null): ReturnType<typeof play> =>
  play(fingerUser, { connections: [{ answers: [[/^root\r\n$/, answer]] }] });

describe('finger.user', () => {
  it('is exposed where something is told of root, of which the evidence keeps one line', async () => {
    const told =
      'Login: root           \t\t\tName: \r\nDirectory: /root                    \tShell: /bin/sh\r\nNever logged in.\r\nNo mail.\r\nNo Plan.\r\n';
    const result = await ask(told);
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
    expect(JSON.stringify(result.transcript)).not.toContain('/bin/sh');
  });

  it('is not where cfingerd rejects strangers', async () => {
    const result = await ask('\n                 Your site has been rejected for some reason.\n\n');
    expect(result.verdict).toBe('not-exposed');
  });

  it('is exposed, less surely, where root is answered otherwise than nobody, as by efingerd', async () => {
    const efingerd = [
      [/^root\r\n$/, '\r\n\r\n'],
      [/./s, '\r\n'],
    ] as const;
    const result = await play(fingerUser, { connections: [{ answers: efingerd }] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'tentative', rounds: 2 });
    const alike = await play(fingerUser, { connections: [{ answers: [[/./s, '\r\n']] }] });
    expect(alike.verdict).toBe('inconclusive');
  });

  it('does not apply where a web server answers', async () => {
    expect((await ask('HTTP/1.0 400 Bad Request\r\n\r\n')).verdict).toBe('not-applicable');
  });
});
