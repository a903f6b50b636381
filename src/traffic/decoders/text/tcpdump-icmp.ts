/**
 * tcpdump's words for ICMP messages, first match first; each is [words, type, code]. Of a message whose code is not said
 * the code is 0. Sources: the-tcpdump-group/tcpdump `print-icmp.c` and `print-icmp6.c`, and OpenBSD's.
 */
type Words = readonly (readonly [string, number, number])[];

const ICMP: Words = [
  ['echo request', 8, 0],
  ['echo reply', 0, 0],
  ['need to frag', 3, 4],
  ['admin prohibited filter', 3, 13],
  ['host precedence violation', 3, 14],
  ['precedence cutoff', 3, 15],
  ['source route failed', 3, 5],
  ['unreachable', 3, 0],
  ['source quench', 4, 0],
  ['redirect', 5, 0],
  ['router advertisement', 9, 0],
  ['router solicitation', 10, 0],
  ['reassembly time exceeded', 11, 1],
  ['time exceeded', 11, 0],
  ['parameter problem', 12, 0],
  ['time stamp query', 13, 0],
  ['time stamp request', 13, 0],
  ['time stamp reply', 14, 0],
  ['information request', 15, 0],
  ['information reply', 16, 0],
  ['address mask request', 17, 0],
  ['address mask is', 18, 0],
  ['address mask reply', 18, 0],
];

const ICMPV6: Words = [
  ['echo request', 128, 0],
  ['echo reply', 129, 0],
  ['unreachable route', 1, 0],
  ['unreachable prohibited', 1, 1],
  ['beyond scope', 1, 2],
  ['unreachable address', 1, 3],
  ['unreachable port', 1, 4],
  ['unreachable', 1, 0],
  ['packet too big', 2, 0],
  ['reassembly', 3, 1],
  ['time exceed', 3, 0],
  ['parameter problem', 4, 0],
  ['multicast listener query', 130, 0],
  ['multicast listener report v2', 143, 0],
  ['multicast listener report', 131, 0],
  ['multicast listener done', 132, 0],
  ['router solicitation', 133, 0],
  ['router advertisement', 134, 0],
  ['neighbor solicitation', 135, 0],
  ['neighbor advertisement', 136, 0],
  ['redirect', 137, 0],
];

/** `host 192.0.2.1 unreachable - admin prohibited`: the code is in the words before and behind. */
const UNREACHABLE: Words = [
  [' protocol ', 3, 2],
  [' port ', 3, 3],
  ['net ', 3, 0],
  ['host ', 3, 1],
];

/** Type and code of the words behind `ICMP`; null where they are not known. */
export function tcpdumpIcmp(family: number, text: string): readonly [number, number] | null {
  const number = /\btype[- ]#?(\d{1,3})(?:, code[- ]#?(\d{1,3}))?/.exec(text);
  if (number !== null && Number(number[1]) <= 255) return [Number(number[1]), Math.min(Number(number[2] ?? 0), 255)];
  const lower = text.slice(0, 300).toLowerCase();
  const found = (family === 4 ? ICMP : ICMPV6).find(([words]) => lower.includes(words));
  if (found === undefined) return null;
  const [words, type, code] = found;
  if (family !== 4 || words !== 'unreachable') return [type, code];
  return [3, unreachableCode(lower)];
}

function unreachableCode(lower: string): number {
  const isHost = lower.startsWith('host ');
  if (lower.includes('admin prohibited')) return isHost ? 10 : 9;
  if (lower.includes('unreachable - unknown')) return isHost ? 7 : 6;
  const found = UNREACHABLE.find(([words]) =>
    words.startsWith(' ') ? lower.includes(words) : lower.startsWith(words),
  );
  return found?.[2] ?? 0;
}
