import { describe, expect, it } from 'vitest';
import { httpOpenProxy } from './http-open-proxy.ts';
import { play, type Script } from './scripted-network.fixture.ts';

const TOKEN = '0badcafe0badcafe';
const ABSOLUTE = /^GET http:\/\/192\.0\.2\.2:40000\/0badcafe HTTP\/1\.1\r\nHost: 192\.0\.2\.2:40000\r\n/;
const FETCHED = `HTTP/1.1 200 OK\r\nVia: 1.1 lab (squid/5.7)\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${TOKEN}`;
const DENIED =
  'HTTP/1.1 403 Forbidden\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Length: 3\r\n\r\nno\n';

describe('http.open-proxy', () => {
  it('is exposed where our own page was fetched and its token came back', async () => {
    const proxy: Script = { answers: [[ABSOLUTE, FETCHED]] };
    const result = await play(httpOpenProxy, { connections: [proxy], canaryHits: 1 });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { way: 'GET' }, rounds: 1 });
  });

  it('is exposed where only CONNECT leads there', async () => {
    const get: Script = { answers: [[/^GET/, DENIED]] };
    const tunnel: Script = {
      answers: [
        [/^CONNECT 192\.0\.2\.2:40000 HTTP\/1\.1\r\n/, 'HTTP/1.1 200 Connection established\r\n\r\n'],
        [/^GET \/0badcafe /, `HTTP/1.1 200 OK\r\n\r\n${TOKEN}`],
      ],
    };
    // The listener of this test counts from the beginning, so the first request must not look like a hit.
    const result = await play(httpOpenProxy, { connections: [get, tunnel], canaryHits: 0 });
    expect(result.verdict).toBe('not-exposed');
    const proven = await play(httpOpenProxy, { connections: [tunnel, tunnel], canaryHits: 1 });
    expect(proven.verdict).toBe('exposed');
  });

  it('is not where it is denied: squid, tinyproxy, and a web server that finds no such page', async () => {
    for (const status of [
      '403 Forbidden',
      '403 Access denied',
      '404 File not found',
      '400 Bad Request',
      '407 Proxy Authentication Required',
    ]) {
      const script: Script = { answers: [[/./s, `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`]] };
      const result = await play(httpOpenProxy, { connections: [script] });
      expect(result, status).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    }
  });

  it('is not where 200 is the answer to everything, as of web applications and their firewalls', async () => {
    const always: Script = { answers: [[/./s, 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwelcome']] };
    expect(await play(httpOpenProxy, { connections: [always] })).toMatchObject({
      verdict: 'not-exposed',
      confidence: 'firm',
    });
  });

  it('is not where a page repeats the token without having fetched it', async () => {
    const mirror: Script = { answers: [[/./s, FETCHED]] };
    expect((await play(httpOpenProxy, { connections: [mirror], canaryHits: 0 })).verdict).toBe('not-exposed');
  });

  it('is inconclusive where it may have tried, and from the host itself', async () => {
    const tried: Script = { answers: [[/./s, 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n']] };
    expect((await play(httpOpenProxy, { connections: [tried] })).verdict).toBe('inconclusive');
    const proxy: Script = { answers: [[ABSOLUTE, FETCHED]] };
    const inside = await play(httpOpenProxy, { connections: [proxy], canaryHits: 1, vantage: 'same-host' });
    expect(inside.verdict).toBe('inconclusive');
  });
});
