import { inconclusive, notApplicable, type Outcome } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { foreignService } from './foreign.ts';
import { readFirstLine } from './greeting.ts';

/** RFC 4253 section 4.2: other lines may come before it. */
const MAX_LINES_BEFORE = 20;
/** RFC 4253 section 6.1. */
const MAX_PACKET = 35_000;
const SSH_MSG_KEXINIT = 20;
const WAIT = 6000;

export interface SshIdentification {
  /** `2.0`, `1.99`, `1.5`. */
  readonly protocol: string;
  /** `OpenSSH_9.2p1`. */
  readonly software: string;
  readonly product: string | null;
}

/** What a server offers in its first packet, each in its own order; ciphers and MACs of both directions together. */
export interface SshOffer {
  readonly keyExchange: readonly string[];
  readonly hostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly mac: readonly string[];
  readonly compression: readonly string[];
}

/** The server's line `SSH-protocol-software`, or the outcome where something else answers. */
export async function readIdentification(conversation: Conversation): Promise<SshIdentification | Outcome> {
  const first = await readFirstLine(conversation);
  if (typeof first !== 'string') return first;
  let line: string | null = first;
  for (let count = 0; line !== null && count < MAX_LINES_BEFORE; count++) {
    const match = /^SSH-(\d\.\d{1,2})-(\S{1,200})/.exec(line);
    if (match !== null) {
      const software = match[2] ?? '';
      return { protocol: match[1] ?? '', software, product: productOf(software) };
    }
    const foreign = foreignService(line);
    if (foreign !== null && foreign !== 'an SSH server') return notApplicable(`Here ${foreign} answers.`);
    line = await conversation.readLine(WAIT);
  }
  return inconclusive(`It greeted with something unknown: ${quote(first)}.`);
}

/** The packet SSH_MSG_KEXINIT, which is in clear (RFC 4253 sections 6 and 7.1). Null where it does not come, or is none. */
export async function readOffer(conversation: Conversation): Promise<SshOffer | null> {
  const head = await conversation.readBytes(5, WAIT);
  if (head === null) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(0);
  const padding = view.getUint8(4);
  if (length < 12 || length > MAX_PACKET || padding + 1 >= length) return null;
  const rest = await conversation.readBytes(length - 1, WAIT);
  return rest === null ? null : parseOffer(rest.subarray(0, length - 1 - padding));
}

/** The payload of SSH_MSG_KEXINIT: its number, 16 random bytes, ten lists of names. Null where it is none. */
export function parseOffer(payload: Uint8Array): SshOffer | null {
  if (payload[0] !== SSH_MSG_KEXINIT) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const lists: string[][] = [];
  let at = 17;
  while (lists.length < 10) {
    if (at + 4 > payload.length) return null;
    const length = view.getUint32(at);
    at += 4;
    if (at + length > payload.length) return null;
    const text = Buffer.from(payload.subarray(at, at + length)).toString('latin1');
    // RFC 4251 section 6: names are printable ASCII of at most 64 characters.
    lists.push(text.split(',').filter((name) => /^[\x21-\x7e]{1,64}$/.test(name)));
    at += length;
  }
  const [keyExchange = [], hostKey = [], out = [], back = [], macOut = [], macBack = [], zipOut = [], zipBack = []] =
    lists;
  return {
    keyExchange,
    hostKey,
    cipher: [...new Set([...out, ...back])],
    mac: [...new Set([...macOut, ...macBack])],
    compression: [...new Set([...zipOut, ...zipBack])],
  };
}

function productOf(software: string): string | null {
  if (/^OpenSSH/i.test(software)) return 'OpenSSH';
  return /^dropbear/i.test(software) ? 'Dropbear' : null;
}
