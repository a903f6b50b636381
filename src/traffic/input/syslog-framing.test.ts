import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES, SyslogFraming } from './syslog-framing.ts';

function messagesOf(bytes: Buffer, pieces: readonly number[] = []): { messages: string[]; cut: number } {
  const messages: string[] = [];
  const framing = new SyslogFraming((message) => messages.push(message.toString('latin1')));
  let at = 0;
  for (const piece of pieces) {
    framing.push(bytes.subarray(at, at + piece));
    at += piece;
  }
  framing.push(bytes.subarray(at));
  framing.end();
  return { messages, cut: framing.cut };
}

describe('syslog over TCP', () => {
  const mixed = Buffer.from(
    '<13>one\n7 <13>two6 <1>a\nb<13>three\0\n\n2026-10-09 four\n12345678 five\n42\n<13>six',
    'latin1',
  );
  const expected = ['<13>one', '<13>two', '<1>a\nb', '<13>three', '2026-10-09 four', '12345678 five', '42', '<13>six'];

  it('comes counted or in lines, and both in one connection', () => {
    expect(messagesOf(mixed).messages).toEqual(expected);
  });

  it('does not depend on how it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 30 }), (pieces) => {
        expect(messagesOf(mixed, pieces).messages).toEqual(expected);
      }),
    );
  });

  it('keeps messages bounded', () => {
    const long = 'x'.repeat(3 * MAX_MESSAGE_BYTES);
    const { messages, cut } = messagesOf(Buffer.from(`${long}\n${long.length} ${long}5 after`));
    expect(messages.map(({ length }) => length)).toEqual([MAX_MESSAGE_BYTES, MAX_MESSAGE_BYTES, 5]);
    expect(cut).toBe(2);
  });

  it('takes whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(20), { maxLength: 9 }), (bytes, pieces) => {
        expect(messagesOf(Buffer.from(bytes), pieces)).toEqual(messagesOf(Buffer.from(bytes)));
      }),
    );
  });
});
