import { certain, u16, type Recognition } from '../heard.ts';
import { bytesOf, type Protocol } from '../protocol.ts';

const VERSION_BIND = '07 76657273696f6e 04 62696e64 00 0010 0003';

/** `version.bind` in class CHAOS, a convention of BIND's that most servers follow (RFC 4892 section 3). */
export function versionQuestion(random: Uint8Array): Uint8Array {
  const id = Buffer.from(random.subarray(0, 2)).toString('hex');
  return bytesOf(`${id} 0000 0001 0000 0000 0000 ${VERSION_BIND}`);
}

export const DOMAIN: Protocol = {
  service: 'domain',
  ports: [53, 853, 5300, 5301, 5302, 5303, 5353],
  // RFC 1035 section 4.2.2: over TCP its length stands before it.
  question: (random) => {
    const message = versionQuestion(random);
    return Uint8Array.from([0, message.length, ...message]);
  },
  recognise: ({ bytes, sent, asked }) =>
    asked === 'domain' ? recogniseDomain(bytes.subarray(2), sent.subarray(2)) : null,
};

/** An answer to that very question (RFC 1035 section 4.1.1: the same id, and QR set). */
export function recogniseDomain(message: Uint8Array, sent: Uint8Array): Recognition | null {
  if (message.length < 12 || u16(message, 0) !== u16(sent, 0) || ((message[2] ?? 0) & 0x80) === 0) return null;
  const version = firstText(message);
  if (version === null) return { ...certain('domain'), because: 'it answered a question of DNS' };
  return certain('domain', ['version', version]);
}

/** The text of the first record of the answer, where it is of type TXT; null where there is none. */
function firstText(message: Uint8Array): string | null {
  if (u16(message, 6) < 1) return null;
  let at = skipName(message, 12) + 4;
  if (u16(message, 4) !== 1) return null;
  at = skipName(message, at);
  const length = message[at + 10] ?? 0;
  if (u16(message, at) !== 16 || length === 0) return null;
  return Buffer.from(message.subarray(at + 11, at + 11 + length)).toString('latin1');
}

/** Behind a name (RFC 1035 sections 3.1, 4.1.4); beyond the end where it has none. */
function skipName(message: Uint8Array, start: number): number {
  let at = start;
  while (at < message.length) {
    const length = message[at] ?? 0;
    if (length >= 0xc0) return at + 2;
    at += length + 1;
    if (length === 0) return at;
  }
  return message.length;
}
