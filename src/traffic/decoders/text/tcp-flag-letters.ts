import { TCP } from '../../../net/protocol.ts';

/** Letters of pf and tcpdump: E and W are the ECN bits, `.` is tcpdump's ACK. */
const FLAG_OF: ReadonlyMap<string, number> = new Map([
  ['F', TCP.fin],
  ['S', TCP.syn],
  ['R', TCP.rst],
  ['P', TCP.psh],
  ['A', TCP.ack],
  ['.', TCP.ack],
  ['U', TCP.urg],
  ['E', TCP.ece],
  ['W', TCP.cwr],
  ['C', TCP.cwr],
]);

/** `SA`, `S.`, `FPU` as bits of the header; -1 where a letter is none. */
export function tcpFlagsOf(letters: string): number {
  let flags = 0;
  for (const letter of letters) {
    const flag = FLAG_OF.get(letter);
    if (flag === undefined) return -1;
    flags |= flag;
  }
  return flags;
}
