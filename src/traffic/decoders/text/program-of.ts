import { latin1 } from './latin1.ts';

const HEAD = 160;
const MAX_WORDS = 9;
const SPACE = 0x20;
const COLON = 0x3a;

/** The program that wrote a syslog line, for the sum of lines that were not understood: `sshd`; else `other lines`. */
export function programOf(bytes: Uint8Array, start: number, end: number): string {
  const stop = Math.min(end, start + HEAD);
  let word = start;
  let words = 0;
  for (let at = start; at <= stop && words < MAX_WORDS; at++) {
    if (at < stop && bytes[at] !== SPACE) continue;
    // A tag ends with a colon.
    if (at > word && bytes[at - 1] === COLON) {
      const match = /^([A-Za-z_][\w./-]{0,40})(\[\d{1,10}\])?:$/.exec(latin1(bytes, word, at));
      if (match?.[1] !== undefined) return match[1];
    }
    word = at + 1;
    words++;
  }
  return 'other lines';
}
