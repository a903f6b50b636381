import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../event-batch.ts';
import type { Payload } from '../../payload.ts';
import { decode } from '../decode.fixture.ts';
import { bytesOf, ipv4, pcapFile, tcp, u16be, u32be, udp } from '../capture/packets.fixture.ts';
import { pcap } from '../capture/pcap.ts';
import { HAS_RECORDINGS, recording } from '../../recorded.fixture.ts';
import { readPayload } from './read-payload.ts';

/** Through a whole capture: what is asked of a port, and what it answers. */
function payloadOf(packet: Buffer): Payload | undefined {
  return decode(pcap, pcapFile([packet], { linkType: 101 })).events[0]?.payload;
}

const overUdp = (port: number, payload: Buffer | string): Payload | undefined =>
  payloadOf(ipv4(17, udp(40_000, port, payload)));
const answerOverUdp = (port: number, payload: Buffer | string): Payload | undefined =>
  payloadOf(ipv4(17, udp(port, 40_000, payload)));
const overTcp = (port: number, payload: Buffer | string): Payload | undefined =>
  payloadOf(ipv4(6, tcp(40_000, port, 0x18, { payload })));

const name = (...labels: string[]): Buffer =>
  Buffer.concat([...labels.map((label) => Buffer.concat([bytesOf(label.length), Buffer.from(label)])), bytesOf(0)]);
const question = (type: number, ...labels: string[]): Buffer => Buffer.concat([name(...labels), u16be(type, 1)]);
const dns = (...questions: Buffer[]): Buffer =>
  Buffer.concat([u16be(0x1234, 0x0100, questions.length, 0, 0, 0), ...questions]);

describe('a DNS message', () => {
  it('has the types of its questions, by name where they have one, and its longest label', () => {
    expect(overUdp(53, dns(question(1, 'www', 'example', 'org')))).toEqual({
      'dns.type': ['A'],
      'dns.label-length': [7],
    });
    expect(overUdp(53, dns(question(255, 'a'), question(65_000, 'x'.repeat(63))))).toEqual({
      'dns.type': ['ANY', 65_000],
      'dns.label-length': [63],
    });
  });

  it('may be an answer, and come over TCP behind its length', () => {
    const message = dns(question(252, 'example', 'org'));
    expect(answerOverUdp(53, message)).toMatchObject({ 'dns.type': ['AXFR'] });
    expect(overTcp(53, Buffer.concat([u16be(message.length), message]))).toMatchObject({ 'dns.type': ['AXFR'] });
    expect(overTcp(53, message)).toBeUndefined();
  });

  it('may have no question, or a broken one', () => {
    expect(overUdp(53, dns())).toBeUndefined();
    expect(overUdp(53, dns(bytesOf(0xc0, 0x0c, 0, 1, 0, 1)))).toBeUndefined();
    expect(overUdp(53, dns(question(1, 'www')).subarray(0, 14))).toBeUndefined();
  });
});

describe('other payloads', () => {
  it('are DHCP options', () => {
    const message = Buffer.concat([
      Buffer.alloc(236),
      u32be(0x63825363),
      bytesOf(53, 1, 5, 0, 0, 121, 2, 9, 9, 252, 0, 255, 3, 0),
    ]);
    expect(answerOverUdp(67, message)).toEqual({ 'dhcp.option': [53, 121, 252] });
    expect(overUdp(67, Buffer.alloc(300))).toBeUndefined();
  });

  it('are TFTP requests', () => {
    expect(overUdp(69, '\0\x01../etc/passwd\0octet\0')).toEqual({
      'tftp.operation': ['read'],
      'tftp.file': ['../etc/passwd'],
    });
    expect(overUdp(69, '\0\x02config\0octet\0')).toMatchObject({ 'tftp.operation': ['write'] });
    expect(overUdp(69, '\0\x04\0\x01')).toEqual({ 'tftp.operation': ['acknowledgement'] });
    expect(overUdp(69, 'hello')).toBeUndefined();
  });

  it('are FTP commands, without the password', () => {
    expect(overTcp(21, 'USER anonymous\r\nPASS secret\r\nstor x\r\n')).toEqual({
      'ftp.command': ['USER anonymous', 'PASS', 'stor x'],
    });
    expect(overTcp(21, '220 server ready\r\n')).toBeUndefined();
  });

  it('are SMTP commands, cut at 100 characters, without secrets', () => {
    const long = `RCPT TO:<${'x'.repeat(200)}@example.org>`;
    expect(overTcp(25, `EHLO here\r\nAUTH PLAIN c2VjcmV0\r\n${long}\r\nSubject: hello\r\n`)).toEqual({
      'smtp.command': ['EHLO here', 'AUTH PLAIN', long.slice(0, 100)],
    });
  });

  it('are finger queries', () => {
    expect(overTcp(79, 'root@victim.example\r\n')).toEqual({ 'finger.query': ['root@victim.example'] });
    expect(overTcp(79, '\r\n')).toEqual({ 'finger.query': [''] });
  });

  it('are the first lines of HTTP requests', () => {
    expect(overTcp(80, 'GET /index.html?q=1 HTTP/1.1\r\nHost: x\r\n')).toEqual({
      'http.method': ['GET'],
      'http.target': ['/index.html?q=1'],
    });
    expect(overTcp(3128, 'CONNECT mail.example:25 HTTP/1.0\r\n')).toMatchObject({ 'http.method': ['CONNECT'] });
    expect(overTcp(80, 'and so on, the middle of a body')).toBeUndefined();
    expect(overTcp(80, 'GET ')).toBeUndefined();
  });

  it('are services asked of tcpmux', () => {
    expect(overTcp(1, 'HELP\r\n')).toEqual({ 'tcpmux.service': ['HELP'] });
  });

  it('are SNMP communities of versions 1 and 2c', () => {
    const message = (version: number, community: string): Buffer =>
      Buffer.concat([
        bytesOf(0x30, 0x20, 2, 1, version, 4, community.length),
        Buffer.from(community),
        bytesOf(0xa0, 0),
      ]);
    expect(overUdp(161, message(0, 'public'))).toEqual({ 'snmp.community': ['public'] });
    expect(overUdp(161, message(1, 'private'))).toEqual({ 'snmp.community': ['private'] });
    expect(overUdp(161, message(3, 'public'))).toBeUndefined();
    const long = Buffer.concat([bytesOf(0x30, 0x82, 1, 0), message(1, 'public').subarray(2)]);
    expect(overUdp(161, long)).toEqual({ 'snmp.community': ['public'] });
  });

  it('are the user name that a telnet client sends by itself', () => {
    const sent = Buffer.concat([
      bytesOf(255, 251, 39, 255, 250, 39, 0, 0),
      Buffer.from('USER\x01EZsetup'),
      bytesOf(255, 240),
    ]);
    expect(overTcp(23, sent)).toEqual({ 'telnet.user': ['EZsetup'] });
    expect(overTcp(23, 'secret\r\n')).toBeUndefined();
  });

  it('are not read of other ports, nor of answers that say nothing', () => {
    expect(overTcp(8443, 'GET / HTTP/1.1\r\n')).toBeUndefined();
    expect(overUdp(80, 'GET / HTTP/1.1\r\n')).toBeUndefined();
    expect(payloadOf(ipv4(6, tcp(80, 40_000, 0x18, { payload: 'GET / HTTP/1.1\r\n' })))).toBeUndefined();
  });
});

describe('any bytes', () => {
  it('never make a reader throw, or read behind the packet', () => {
    const ports = [53, 67, 69, 161, 21, 25, 79, 1, 23, 80];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...ports), fc.boolean(), (bytes, port, isTcp) => {
        const batch = new EventBatch(() => undefined);
        readPayload(batch, 0, 40_000, port, isTcp, bytes, 0, bytes.length);
        const alone = batch.payloads.get(0);
        batch.payloads.clear();
        const amidst = Buffer.concat([Buffer.alloc(20, 0x41), bytes, Buffer.from('GET / HTTP/1.1\r\n\0')]);
        readPayload(batch, 0, 40_000, port, isTcp, amidst, 20, 20 + bytes.length);
        expect(batch.payloads.get(0)).toEqual(alone);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.skipIf(!HAS_RECORDINGS)('recorded payloads', () => {
  const seen = (file: string, field: keyof Payload): Set<string | number> =>
    new Set(decode(pcap, recording(file)).events.flatMap(({ payload }) => payload?.[field] ?? []));

  it('are what the recordings are named after', () => {
    expect(seen('maltrail/dns_queries.pcap', 'dns.type')).toContain('A');
    expect(seen('maltrail/http_trails.pcap', 'http.method')).toContain('GET');
    expect(seen('zeek-traces/ftp/ipv4.pcap', 'ftp.command')).toContain('USER anonymous');
  });
});
