import { describe, expect, it } from 'vitest';
import { httpBanner } from './http-banner.ts';
import { play } from './scripted-network.fixture.ts';

const ask = (head: string): ReturnType<typeof play> =>
  play(httpBanner, { connections: [{ answers: [[/^HEAD \/ /, head]] }] });

describe('http.banner', () => {
  it('tells what the headers say, cleaned', async () => {
    const result = await ask(
      'HTTP/1.0 200 OK\r\nServer: SimpleHTTP/0.6 Python/3.11.2\x1b[31m\r\nX-Powered-By: PHP/8.2\r\n\r\n',
    );
    expect(result).toMatchObject({
      verdict: 'exposed',
      facts: { status: 200, server: 'SimpleHTTP/0.6 Python/3.11.2\\x1b[31m', 'x-powered-by': 'PHP/8.2' },
    });
    expect(result.summary).not.toContain('\x1b');
  });

  it('is content where no version is named', async () => {
    expect((await ask('HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n')).verdict).toBe('not-exposed');
  });

  it('does not apply to what is no web server', async () => {
    expect((await ask('220 (vsFTPd 3.0.3)\r\n')).verdict).toBe('not-applicable');
  });
});
