/**
 * Words for ICMP types and codes in pf: keywords of pf.conf(5) (OpenBSD `sbin/pfctl/pfctl_parser.c`), and those of
 * pfSense's filterlog (Netgate, "Raw Filter Log Format").
 */
const TYPES_4: ReadonlyMap<string, number> = new Map([
  ['echorep', 0],
  ['unreach', 3],
  ['squench', 4],
  ['redir', 5],
  ['althost', 6],
  ['echoreq', 8],
  ['routeradv', 9],
  ['routersol', 10],
  ['timex', 11],
  ['paramprob', 12],
  ['timereq', 13],
  ['timerep', 14],
  ['inforeq', 15],
  ['inforep', 16],
  ['maskreq', 17],
  ['maskrep', 18],
  // pfSense
  ['request', 8],
  ['reply', 0],
  ['redirect', 5],
  ['timexceed', 11],
  ['tstamp', 13],
  ['tstampreply', 14],
  ['maskreply', 18],
]);

const TYPES_6: ReadonlyMap<string, number> = new Map([
  ['unreach', 1],
  ['toobig', 2],
  ['timex', 3],
  ['paramprob', 4],
  ['echoreq', 128],
  ['echorep', 129],
  ['groupqry', 130],
  ['listqry', 130],
  ['grouprep', 131],
  ['listenrep', 131],
  ['groupterm', 132],
  ['listendone', 132],
  ['routersol', 133],
  ['routeradv', 134],
  ['neighbrsol', 135],
  ['neighbradv', 136],
  ['redir', 137],
  // pfSense
  ['request', 128],
  ['reply', 129],
  ['redirect', 137],
  ['timexceed', 3],
]);

/** Words that say the type and the code of it. */
const BOTH_4: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['unreachproto', [3, 2]],
  ['unreachport', [3, 3]],
  ['needfrag', [3, 4]],
]);

const UNREACH_4 = new Map(
  [
    'net-unr',
    'host-unr',
    'proto-unr',
    'port-unr',
    'needfrag',
    'srcfail',
    'net-unk',
    'host-unk',
    'isolate',
    'net-prohib',
    'host-prohib',
    'net-tos',
    'host-tos',
    'filter-prohib',
    'host-preced',
    'cutoff-preced',
  ].map((name, code) => [name, code]),
);

const CODES: ReadonlyMap<string, number> = new Map([
  ['redir-net', 0],
  ['redir-host', 1],
  ['redir-tos-net', 2],
  ['redir-tos-host', 3],
  ['transit', 0],
  ['reassemb', 1],
  ['badhead', 0],
  ['optmiss', 1],
  ['badlen', 2],
  ['noroute-unr', 0],
  ['admin-unr', 1],
  ['notnbr-unr', 2],
  ['beyond-unr', 2],
  ['addr-unr', 3],
  ['port-unr', 4],
  ['nxthdr', 1],
]);

/** Type and code; null where the word is not known. A code that is not said is 0. */
export function pfIcmp(family: number, type: string, code: string): readonly [number, number] | null {
  const both = family === 4 ? BOTH_4.get(type) : undefined;
  if (both !== undefined) return both;
  const unknown = /^unknown\((\d{1,3})\)$/.exec(type);
  const number = unknown === null ? (family === 4 ? TYPES_4 : TYPES_6).get(type) : Number(unknown[1]);
  if (number === undefined || number > 255) return null;
  if (/^\d{1,3}$/.test(code)) return [number, Math.min(Number(code), 255)];
  const unreach = family === 4 && number === 3 ? UNREACH_4.get(code) : undefined;
  return [number, unreach ?? CODES.get(code) ?? 0];
}
