import { describe, expect, it } from 'vitest';
import { promptOf, TelnetRefuser } from '../protocols/telnet.ts';
import { play } from './scripted-network.fixture.ts';
import { telnetCleartext } from './telnet-cleartext.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** inetutils 2.4: offers AUTHENTICATION and ENCRYPT, and asks all the same when both are refused. */
const FIRST = bytes("\xff\xfb%\xff\xfb&\xff\xfd\x18\xff\xfd \xff\xfd#\xff\xfd'\xff\xfd$");
const SECOND = bytes('\xff\xfb\x03\xff\xfd\x01\xff\xfd"\xff\xfd\x1f\xff\xfb\x05\xff\xfd!');

describe('telnet.cleartext', () => {
  it('is exposed where a login is asked for after all was refused, encryption offered or not', async () => {
    const result = await play(telnetCleartext, {
      connections: [
        {
          hello: FIRST,
          answers: [
            [/^\xff\xfe%/, SECOND],
            [/\xff\xfe\x03/, bytes('\r\nLinux 6.1 (lab)\r\n\r\nlab login: ')],
          ],
        },
      ],
    });
    expect(result).toMatchObject({
      verdict: 'exposed',
      confidence: 'confirmed',
      facts: { protection: ['AUTHENTICATION', 'ENCRYPT'] },
    });
    expect(result.summary).toContain('"lab login:"');
  });

  it('is not where nothing goes on without TLS', async () => {
    const result = await play(telnetCleartext, {
      connections: [
        {
          hello: bytes("\xff\xfd'"),
          answers: [[/^\xff\xfc'/, bytes('\xff\xfd%telnetd: SSL required - connection rejected.\r\n')]],
        },
      ],
    });
    expect(result).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
  });

  it('is exposed where a device asks for a password with no options at all, or for nothing', async () => {
    const login = await play(telnetCleartext, {
      connections: [{ hello: '\r\nUser Access Verification\r\n\r\nPassword: ' }],
    });
    expect(login.verdict).toBe('exposed');
    const shell = await play(telnetCleartext, {
      connections: [{ hello: bytes('\xff\xfb\x01BusyBox v1.36\r\n\r\n/ # ') }],
    });
    expect(shell).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
  });

  it('does not apply where SSH answers', async () => {
    const ssh = { hello: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n' };
    expect((await play(telnetCleartext, { connections: [ssh] })).verdict).toBe('not-applicable');
  });
});

describe('a client that wants nothing', () => {
  it('refuses each option once, however the bytes are cut', () => {
    const all = [...FIRST, ...FIRST, ...bytes('a\xff\xffb\xff\xfa\x18\x01\xff\xf0c\0')];
    const whole = new TelnetRefuser();
    const answer = [...whole.take(Uint8Array.from(all))];
    const cut = new TelnetRefuser();
    expect(all.flatMap((byte) => [...cut.take(Uint8Array.of(byte))])).toEqual(answer);
    expect(cut.text).toBe(whole.text);
    expect(whole.text).toBe('a\xffbc');
    expect(answer).toHaveLength(FIRST.length);
    expect(answer.slice(0, 3)).toEqual([255, 254, 0x25]);
  });

  it('knows a prompt from a text that goes on', () => {
    expect(promptOf('lab login: ')).toBe('login');
    expect(promptOf('Username:')).toBe('login');
    expect(promptOf('router>')).toBe('shell');
    expect(promptOf('Welcome.\r\n')).toBe(null);
    expect(promptOf('')).toBe(null);
  });
});
