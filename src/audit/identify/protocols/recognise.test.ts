import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heard, type Recognition } from '../heard.ts';
import { DATAGRAM_PROTOCOLS } from './datagrams.ts';
import { PROTOCOLS } from './protocols.ts';
import { separate } from './telnet.ts';

function recognise(said: string, asked: string | null = null, port = 4321): Recognition | null {
  const bytes = Buffer.from(said, 'latin1');
  for (const protocol of PROTOCOLS) {
    const found = protocol.recognise(heard(bytes, port, asked, Buffer.from('sent')));
    if (found !== null) return found;
  }
  return null;
}
const hex = (digits: string): string => Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1');

describe('what is said shows', () => {
  it.each([
    ['ssh', null, 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n'],
    ['ssh', null, 'Authorised use only.\r\nSSH-2.0-dropbear_2022.83\r\n'],
    ['vnc', null, 'RFB 003.008\n'],
    ['rsync', null, '@RSYNCD: 32.0 sha512 sha256 sha1 md5 md4\n'],
    ['pop3', null, '+OK Dovecot (Debian) ready.\r\n'],
    ['imap', null, '* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n'],
    ['sieve', null, '"IMPLEMENTATION" "Dovecot Pigeonhole"\r\nOK\r\n'],
    ['smtp', null, '220 lab.example ESMTP Postfix\r\n'],
    ['ftp', null, '220 ProFTPD Server (lab) [192.0.2.1]\r\n'],
    ['nntp', null, '200 news.example InterNetNews NNRP server INN 2.7.1 ready (posting ok)\r\n'],
    ['daytime', null, 'Sun Nov 22 16:29:53 2026\r\n'],
    ['daytime', null, '22 NOV 2026 16:29:53 UTC\r\n'],
    ['mysql', null, hex('4a000000 0a') + '8.0.36\0' + 'x'.repeat(67)],
    ['mysql', null, hex('13000000 ff 6a04') + 'Host is blocked.'],
    ['telnet', null, hex('fffd25 fffb26')],
    ['telnet', null, hex('fffd18')],
    ['irc', null, ':irc.example.net NOTICE * :*** Looking up your hostname\r\n'],
    ['irc', 'irc', ':irc.example.net 451 * :Connection not registered\r\n'],
    ['http', 'http', 'HTTP/1.1 404 Not Found\r\n\r\n'],
    ['rtsp', 'rtsp', 'RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n'],
    ['sip', 'sip', 'SIP/2.0 405 Method Not Allowed\r\n\r\n'],
    ['echo', 'http', 'sent'],
    ['postgresql', 'postgresql', 'N'],
    ['mssql', 'mssql', hex('04 01 001a 0000 01 00  00 000b 0006 01 0011 0001 ff 0f0007d00000 00')],
    ['redis', 'redis', '+PONG\r\n'],
    ['redis', 'http', '-NOAUTH Authentication required.\r\n'],
    ['memcached', 'memcached', 'VERSION 1.6.18\r\n'],
    ['giop', 'giop', hex('47494f50 01000004 00000008 00000001 00000001')],
    [
      'wins-replication',
      'wins-replication',
      hex(`00000029 00007800 00000001 00000001 00000002 0002 0005 ${'00'.repeat(21)}`),
    ],
    ['ldap', 'ldap', hex('300c 020101 6507 0a0100 0400 0400')],
    ['x11', 'x11', hex('00 16 0b00 0000 0600') + 'Authorization required'],
    ['socks', 'socks', hex('05ff')],
    ['amqp', 'amqp', 'AMQP\0\0\x09\x01'],
    ['mqtt', 'mqtt', hex('20020005')],
    ['git', 'git', '003bERR access denied or repository not exported: /portolan'],
    ['rdp', 'rdp', hex('03000013 0ed0 0000 1234 00 02 01 0800 01000000')],
    ['iso-tsap', 'iso-tsap', hex('0300000b 06d0 0000 1234 00')],
    ['smb', 'smb', hex('00000004 fe534d42')],
    ['tcpmux', 'tcpmux', '-Service name not found\r\n'],
    ['finger', 'finger', 'finger: zz0a1b2c: no such user.\r\n'],
  ])('%s (asked %s): %j', (service, asked, said) => {
    expect(recognise(said, asked)).toMatchObject({ service, isCertain: true });
  });

  it('a time of four bytes, or of eight as inetutils sends it, which only port 37 makes certain', () => {
    expect(recognise(hex('eead9701'), null, 37)).toMatchObject({ service: 'time', isCertain: true });
    expect(recognise(hex('eead970100000000'), null, 37)).toMatchObject({ service: 'time', isCertain: true });
    expect(recognise(hex('eead9701'))).toMatchObject({ isCertain: false });
    expect(recognise(hex('00000001'), null, 37)).toBeNull();
  });

  it('lines that shift, and not lines that do not', () => {
    const line = (from: number): string =>
      Array.from({ length: 72 }, (_, column) => String.fromCharCode(0x20 + ((from + column) % 95))).join('');
    expect(recognise(`${line(0)}\r\n${line(1)}\r\n`)).toMatchObject({ service: 'chargen', isCertain: true });
    expect(recognise(`${line(0)}\r\n${line(5)}\r\n`)).toBeNull();
  });

  it.each([
    ['a greeting of FTP or SMTP that names neither', '220 hello\r\n', null],
    ['+OK to a question of Redis', '+OK\r\n', 'redis'],
    ['an error to a question of tcpmux', '-ERR unknown command\r\n', 'tcpmux'],
    ['a number of FTP to a question of finger', '500 what?\r\n', 'finger'],
    ['a record of LDAP that nobody asked for', hex('300c 020101 6507 0a0100 0400 0400'), 'http'],
    ['an answer of SQL Server whose version lies outside of it', hex('04 01 0009 0000 01 00 00'), 'mssql'],
  ])('nothing certain by %s', (_, said, asked) => {
    expect(recognise(said, asked)?.isCertain ?? false).toBe(false);
  });
});

describe('every recogniser', () => {
  it('takes any bytes, and throws at none', () => {
    const asked = fc.constantFrom(null, ...PROTOCOLS.map(({ service }) => service));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), asked, fc.nat(65_535), (bytes, question, port) => {
        for (const { recognise: look } of PROTOCOLS) look(heard(bytes, port, question, bytes.subarray(1)));
        for (const { recognise: look } of DATAGRAM_PROTOCOLS) look(bytes, bytes.subarray(1));
        separate(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('takes any cut of what servers say', () => {
    const said = [
      hex('4a000000 0a382e302e333600'),
      hex('04010019000001000000'),
      hex('0300001b02f080'),
      hex('01000b0000000900') + 'x'.repeat(40),
      hex('02000b0000000200') + 'no entry',
      `${hex('0037 2a2a 8480 0001 0001 0000 0000')}\x07version\x04bind\0${hex('0010 0003 c00c 0010 0003 00000000 000d 0c')}dnsmasq-2.90`,
    ];
    for (const text of said) {
      for (let length = 0; length <= text.length; length++) {
        for (const { service } of PROTOCOLS) expect(() => recognise(text.slice(0, length), service)).not.toThrow();
      }
    }
  });
});

describe('a question', () => {
  it('is short, the same for the same random bytes, and fits the budget', () => {
    for (const { service, question } of PROTOCOLS) {
      if (question === undefined) continue;
      const random = new Uint8Array(16).fill(7);
      const sent = question(random, '192.0.2.1');
      expect(Buffer.from(question(random, '192.0.2.1')), service).toEqual(Buffer.from(sent));
      expect(sent.length, service).toBeLessThan(600);
      expect(sent.length, service).toBeGreaterThan(0);
    }
    for (const { question } of DATAGRAM_PROTOCOLS) expect(question(new Uint8Array(16)).length).toBeLessThan(400);
  });
});
