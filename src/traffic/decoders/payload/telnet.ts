/**
 * The user name that a telnet client sends by itself (`telnet -l`): RFC 1572, NEW-ENVIRON, variable USER:
 *
 *   IAC SB 39 IS(0) ... VAR(0) or USERVAR(3) "USER" VALUE(1) name ... IAC SE
 *
 * What is typed at a `login:` prompt comes letter by letter and cannot be told from the password here.
 */
import type { Payload } from '../../payload.ts';
import { textOf } from './text.ts';

const [IAC, SB, NEW_ENVIRON, IS] = [255, 250, 39, 0];
const VALUE = 1;
const USER_VARIABLE = 3;
const MAX_SEEN = 512;
const USER = [0x55, 0x53, 0x45, 0x52];

export function readTelnet(bytes: Uint8Array, start: number, end: number): Payload | null {
  const stop = Math.min(end, start + MAX_SEEN);
  let isInside = false;
  for (let at = start; at + 6 < stop; at++) {
    if (bytes[at] === IAC) {
      isInside = bytes[at + 1] === SB && bytes[at + 2] === NEW_ENVIRON && bytes[at + 3] === IS;
      at += isInside ? 3 : 1;
    }
    if (!isInside || !isUser(bytes, at)) continue;
    let last = at + 6;
    // Below 4: the next variable or value.
    while (last < stop && (bytes[last] ?? 0) > USER_VARIABLE && bytes[last] !== IAC) last++;
    return { 'telnet.user': [textOf(bytes, at + 6, last)] };
  }
  return null;
}

function isUser(bytes: Uint8Array, at: number): boolean {
  const kind = bytes[at];
  const isName = USER.every((code, index) => bytes[at + 1 + index] === code);
  return (kind === 0 || kind === USER_VARIABLE) && isName && bytes[at + 5] === VALUE;
}
