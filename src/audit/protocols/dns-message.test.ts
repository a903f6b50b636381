import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { answerTo } from './dns-answer.fixture.ts';
import { DNS_TYPE, decodeDnsMessage, encodeDnsQuery, isSameName, textOf } from './dns-message.ts';
import { readName, writeName } from './dns-name.ts';

const query = encodeDnsQuery({ id: 7, name: 'lab.example', type: DNS_TYPE.SOA, isRecursive: true, udpSize: 1232 });
const answer = answerTo(query ?? new Uint8Array(), {
  offersRecursion: true,
  records: [
    { name: 'lab.example', type: DNS_TYPE.TXT, text: 'one' },
    { name: '.', type: DNS_TYPE.A },
  ],
});

describe('DNS messages', () => {
  it('are written by RFC 1035 section 4.1', () => {
    const hex = Buffer.from(query ?? []).toString('hex');
    expect(hex).toBe('000701000001000000000001036c6162076578616d706c65000006000100002904d0000000000000');
    expect(encodeDnsQuery({ id: 1, name: 'a..b', type: 1 })).toBeNull();
    expect(encodeDnsQuery({ id: 1, name: `${'a'.repeat(64)}.b`, type: 1 })).toBeNull();
    expect(encodeDnsQuery({ id: 1, name: 'abcdefg.'.repeat(40), type: 1 })).toBeNull();
  });

  it('are read back', () => {
    const message = decodeDnsMessage(answer);
    expect(message).toMatchObject({
      id: 7,
      isResponse: true,
      offersRecursion: true,
      isAuthoritative: false,
      rcode: 'NOERROR',
      question: 'lab.example',
    });
    expect(message?.answers.map(({ name, type }) => [name, type])).toEqual([
      ['lab.example', 16],
      ['.', 1],
    ]);
    expect(message?.answers.slice(0, 1).map(textOf)).toEqual(['one']);
  });

  it('never make their reader throw', () => expectRobust(decodeDnsMessage, [answer, query ?? new Uint8Array()]));
});

describe('names', () => {
  const read = (...bytes: number[]): string | null => readName(new ByteReader(Uint8Array.from(bytes)));

  it('come back as they were written', () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
        const writer = new ByteWriter();
        expect(writeName(writer, labels.join('.'))).toBe(true);
        expect(isSameName(readName(new ByteReader(writer.finish())) ?? '', labels.join('.') || '.')).toBe(true);
      }),
    );
  });

  it('are followed through pointers that go back, and the reader stands after the first', () => {
    const reader = new ByteReader(Uint8Array.of(1, 0x61, 0, 1, 0x62, 0xc0, 0, 9), 3);
    expect([readName(reader), reader.u8()]).toEqual(['b.a', 9]);
  });

  it('are none where pointers go round, forward, to themselves or outside, or labels are too long', () => {
    expect(read(0xc0, 0)).toBeNull();
    expect(read(1, 0x61, 0xc0, 0)).toBeNull();
    expect(read(0xc0, 2, 0xc0, 0)).toBeNull();
    expect(read(0xff, 0xff)).toBeNull();
    expect(read(0x40, 0)).toBeNull();
    expect(read(5, 0x61)).toBeNull();
  });

  it('show what is not printable, and dots inside labels, by number', () => {
    expect(read(3, 0x1b, 0x2e, 0x61, 0)).toBe('\\027\\046a');
  });
});
