import { describe, expect, it } from 'vitest';
import { fingerList } from './finger-list.ts';
import { play } from './scripted-network.fixture.ts';

const TABLE =
  'Login     Name       Tty      Idle  Login Time   Office     Office Phone\r\nada       Ada L      pts/0          Nov 22 08:53\r\n';

describe('finger.list', () => {
  it('is exposed where an empty query is answered with logins, of whom the evidence keeps none', async () => {
    const result = await play(fingerList, { connections: [{ answers: [[/^\r\n$/, TABLE]] }] });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { users: 1 } });
    expect(JSON.stringify(result.transcript)).not.toContain('Ada');
  });

  it('is exposed where nobody is there just now', async () => {
    const result = await play(fingerList, { connections: [{ answers: [[/^\r\n$/, 'No one logged on.\r\n']] }] });
    expect(result.verdict).toBe('exposed');
  });

  it('is not where a name is asked for, or nothing said', async () => {
    const refused = await play(fingerList, {
      connections: [{ answers: [[/^\r\n$/, 'Please supply a username\r\n']] }],
    });
    expect(refused).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    const closed = await play(fingerList, { connections: [{ answers: [[/^\r\n$/, null]] }] });
    expect(closed.verdict).toBe('not-exposed');
  });

  it('is not where cfingerd rejects strangers, or efingerd says an empty line', async () => {
    const cfingerd =
      '\nDebian GNU/Linux      Copyright (c) 1993-1999 Software in the Public Interest\n\n                 Your site has been rejected for some reason.\n\n';
    expect((await play(fingerList, { connections: [{ answers: [[/^\r\n$/, cfingerd]] }] })).verdict).toBe(
      'not-exposed',
    );
    const closed =
      "\n                         You haven't specified a user.\n\n               A general listing is not provided to the public.\n\n";
    expect((await play(fingerList, { connections: [{ answers: [[/^\r\n$/, closed]] }] })).verdict).toBe('not-exposed');
    const blank = play(fingerList, { connections: [{ answers: [[/^\r\n$/, '\r\n']] }] });
    expect((await blank).verdict).not.toBe('exposed');
  });

  it('is inconclusive from the same address, which cfingerd trusts', async () => {
    const connections = [{ answers: [[/^\r\n$/, TABLE] as const] }];
    expect((await play(fingerList, { connections, vantage: 'same-address' })).verdict).toBe('inconclusive');
  });

  it('does not apply where a web server answers', async () => {
    const web = await play(fingerList, { connections: [{ answers: [[/./s, 'HTTP/1.0 400 Bad Request\r\n\r\n']] }] });
    expect(web.verdict).toBe('not-applicable');
  });

  it('is inconclusive where nothing can be connected to, or nothing is said', async () => {
    expect((await play(fingerList, {})).verdict).toBe('inconclusive');
    expect((await play(fingerList, { connections: [{}] })).verdict).toBe('inconclusive');
  });
});
