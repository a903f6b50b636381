import { certain } from '../heard.ts';
import type { Protocol } from '../protocol.ts';

const IAC = 0xff;
const [SE, SB, WILL, WONT, DO, DONT] = [0xf0, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe];
const MAX_ROUNDS = 4;

/** RFC 854: it begins with a negotiation of options. All are refused, and then it shows its prompt. */
export const TELNET: Protocol = {
  service: 'telnet',
  ports: [23, 992, 2323],
  doesGreet: true,
  recognise: ({ bytes }) => {
    const isNegotiation = bytes[0] === IAC && (bytes[1] ?? 0) >= SB && (bytes[1] ?? 0) <= DONT && bytes.length >= 3;
    return isNegotiation ? { ...certain('telnet'), because: 'it negotiates options of telnet' } : null;
  },
  askMore: async (conversation, known, heard) => {
    let text = '';
    let more: Uint8Array | null = heard.bytes;
    for (let round = 0; round < MAX_ROUNDS && more !== null; round++) {
      const { said, refusals } = separate(more);
      text += said;
      if (/(?:login|username|password): ?$/i.test(text)) break;
      if (refusals.length > 0) await conversation.send(Uint8Array.from(refusals));
      more = await conversation.readSome(1024, 800);
    }
    return text.trim() === '' ? known : { ...known, texts: [['answer', text.trim()]] };
  },
};

/** What is text, and the refusals of what it offers or asks for. */
export function separate(bytes: Uint8Array): { readonly said: string; readonly refusals: readonly number[] } {
  let said = '';
  const refusals: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== IAC) {
      said += String.fromCharCode(byte);
      continue;
    }
    const command = bytes[++at] ?? 0;
    if (command === WILL || command === DO) refusals.push(IAC, command === WILL ? DONT : WONT, bytes[at + 1] ?? 0);
    if (command >= WILL) at++;
    else if (command === SB) {
      while (at < bytes.length && !(bytes[at] === IAC && bytes[at + 1] === SE)) at++;
      at++;
    }
  }
  return { said, refusals };
}
