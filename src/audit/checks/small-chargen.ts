import { overTcp, overUdp, type SmallService } from '../protocols/small-service.ts';

/** RFC 864 section "Data Syntax": lines of 72 printable characters, each beginning one further in the same ring. */
const LINE = 72;
const TWO_LINES = 2 * LINE + 2;

const CHARGEN: SmallService<'chargen'> = {
  name: 'chargen',
  port: 19,
  does: 'sends characters without end',
  references: ['rfc864'],
  question: () => Uint8Array.of(0x0a),
  isAsked: false,
  enough: TWO_LINES,
  isAnswer: isPattern,
};

/** Over UDP openbsd-inetd sends one line, xinetd 1,024 bytes: as many lines as there are must fit. */
function isPattern(answer: Uint8Array): boolean {
  const [first = '', second] = Buffer.from(answer).toString('latin1').split(/\r?\n/);
  if (!/^[\x20-\x7e]{71,72}$/.test(first) || !isRing(first)) return false;
  return second === undefined || second === '' || first.slice(1).startsWith(second.slice(0, first.length - 1));
}

/** Each character follows the one before it; the ring has 95, from the space to the tilde. */
function isRing(line: string): boolean {
  for (let at = 1; at < line.length; at++) {
    const step = line.charCodeAt(at) - line.charCodeAt(at - 1);
    if (step !== 1 && !(step < 0 && line.charCodeAt(at) <= 0x21)) return false;
  }
  return true;
}

export const smallChargen = overTcp(CHARGEN);
export const smallChargenUdp = overUdp(CHARGEN);
