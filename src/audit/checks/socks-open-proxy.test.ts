import { describe, expect, it } from 'vitest';
import { play, type Script } from './scripted-network.fixture.ts';
import { socksOpenProxy } from './socks-open-proxy.ts';

const PAGE = 'HTTP/1.1 200 OK\r\n\r\n0badcafe0badcafe';
const CONNECT_5 = /^\x05\x01\x00\x01\xc0\x00\x02\x02\x9c\x40$/;
const LED_5 = '\x05\x00\x00\x01\xc0\x00\x02\x01\x04\x38';

describe('socks.open-proxy', () => {
  it('is exposed where SOCKS5 leads to our own page without a login', async () => {
    const script: Script = {
      answers: [
        [/^\x05\x01\x00$/, '\x05\x00'],
        [CONNECT_5, LED_5],
        [/^GET \/0badcafe/, PAGE],
      ],
    };
    const result = await play(socksOpenProxy, { connections: [script], canaryHits: 1 });
    expect(result).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', facts: { version: 5 }, rounds: 1 });
  });

  it('is exposed where SOCKS4 does, though SOCKS5 wants a login', async () => {
    const five: Script = { answers: [[/^\x05/, '\x05\xff']] };
    const four: Script = {
      answers: [
        [/^\x04\x01\x9c\x40\xc0\x00\x02\x02\x00$/, '\x00\x5a\x00\x00\x00\x00\x00\x00'],
        [/^GET/, PAGE],
      ],
    };
    const result = await play(socksOpenProxy, { connections: [five, four], canaryHits: 1 });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { version: 4 } });
  });

  it('is not where both refuse: Dante with a login, microsocks, which only knows SOCKS5', async () => {
    const five: Script = { answers: [[/^\x05/, '\x05\xff']] };
    const dante: Script = { answers: [[/^\x04/, '\x00\x5b\x00\x00\x00\x00\x00\x00']] };
    const closed: Script = { answers: [[/^\x04/, null]] };
    expect((await play(socksOpenProxy, { connections: [five, dante] })).verdict).toBe('not-exposed');
    expect((await play(socksOpenProxy, { connections: [five, closed] })).verdict).toBe('not-exposed');
  });

  it('is inconclusive where only SOCKS4 answers that it refused or failed: it may have tried', async () => {
    const failed: Script = {
      answers: [
        [/^\x05/, null],
        [/^\x04/, '\x00\x5b\x00\x00\x00\x00\x00\x00'],
      ],
    };
    expect((await play(socksOpenProxy, { connections: [failed] })).verdict).toBe('inconclusive');
  });

  it('is inconclusive where it did not reach us, and where it says so and we saw nothing', async () => {
    const unreached: Script = {
      answers: [
        [/^\x05\x01\x00$/, '\x05\x00'],
        [CONNECT_5, '\x05\x04\x00\x01'],
        [/^\x04/, null],
      ],
    };
    expect((await play(socksOpenProxy, { connections: [unreached] })).verdict).toBe('inconclusive');
    const lying: Script = {
      answers: [
        [/^\x05\x01\x00$/, '\x05\x00'],
        [CONNECT_5, LED_5],
        [/^GET/, 'HTTP/1.1 200 OK\r\n\r\nhello'],
      ],
    };
    expect((await play(socksOpenProxy, { connections: [lying] })).verdict).toBe('inconclusive');
  });

  it('does not apply to other servers', async () => {
    expect((await play(socksOpenProxy, { connections: [{ hello: 'SSH-2.0-OpenSSH_9.2p1\r\n' }] })).verdict).toBe(
      'not-applicable',
    );
  });
});
