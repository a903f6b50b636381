/**
 * What `tcpdump` prints, best with -n and -tttt:
 *
 *   line   := {time} {interface direction} IP|IP6 packet
 *           | {time} mac > mac, ethertype IPv4|IPv6 (0x..), length n: packet          (-e)
 *   packet := {"(" header ")"{newline}} source{.port} " > " destination{.port} ": " what is in it
 *
 *   2026-10-09 08:53:01.500000 IP 192.0.2.11.40123 > 198.51.100.18.53: Flags [S], seq 7000, win 64240, length 0
 *
 * `length` is the payload's. Time: seconds (-tt), difference to the line before (-ttt), date and time (-tttt), none (-t),
 * else the time of day; OpenBSD's -ttt is `Oct 09 08:53:01.123456`. Source: the-tcpdump-group/tcpdump `print-ip.c`,
 * `print-tcp.c`, `util-print.c`.
 */
import { DIRECTION, OUTCOME, type EventBatch } from '../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { latin1 } from './text/latin1.ts';
import { TcpdumpLines } from './text/tcpdump-lines.ts';
import { TcpdumpTime, tcpdumpTimeLength } from './text/tcpdump-time.ts';

const PACKET = /^(?:(\S{1,20}) {1,2}(In|Out|B|M|P) {1,2})?IP6? (?=\(|\S{1,300} > \S{1,300}:)/;
/** With -e; a VLAN tag stands before the type of what it carries. */
const FRAME = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5} (?:\([^)]{0,60}\) )?> /i;
const IN_FRAME = /\bethertype (?:IPv4|IPv6)(?: \(0x[0-9a-f]{4}\))?,(?: length \d{1,6}:)? /i;
const OTHER =
  /^(?:\S{1,20} {1,2}(?:In|Out|B|M|P) {1,2})?(?:ARP|RARP|STP|LLDP|CDPv|802\.|EAPOL|LLC|MPLS|PPPoE|Loopback|IP6? )/;
const REMARK =
  /^(?:tcpdump: |listening on |reading from (?:file|PCAP)|dropped privs to |\d{1,15} packets? (?:captured|received|dropped))/;

const DIRECTION_OF: ReadonlyMap<string, number> = new Map([
  ['In', DIRECTION.in],
  ['Out', DIRECTION.out],
]);

export const tcpdumpText: LineFormat = {
  kind: 'line',
  id: 'tcpdump-text',
  title: 'text of tcpdump',
  abilities: { outcome: false, flags: true, bothDirections: false, payload: false, granularity: 'packet' },
  sniff: ({ lines }) => (lines.some(isPacket) ? 0.8 : 0),
  open: (options) => new TcpdumpTextReader(options),
};

function isPacket(line: string): boolean {
  const rest = line.slice(tcpdumpTimeLength(line));
  return PACKET.test(rest) || (rest !== line && FRAME.test(rest) && IN_FRAME.test(rest));
}

class TcpdumpTextReader implements LineReader {
  readonly notes = new Set<string>();
  readonly #time: TcpdumpTime;
  readonly #lines = new TcpdumpLines(this.notes);

  constructor({ clock }: DecoderOptions) {
    this.#time = new TcpdumpTime(clock, this.notes);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const continued = this.#lines.continue(line, batch);
    if (continued !== null) return continued;
    if (REMARK.test(line)) return this.#lines.other();
    const timeLength = tcpdumpTimeLength(line);
    const rest = line.slice(timeLength);
    const packet = PACKET.exec(rest);
    const isFrame = timeLength > 0 && FRAME.test(rest);
    if (packet === null && !isFrame) {
      if (timeLength === 0 || !OTHER.test(rest)) return 'foreign';
      this.#time.read(line);
      // What is not IP has no event; what says it is and has no packet was cut.
      const isCut = /^(?:\S{1,20} {1,2}\w{1,3} {1,2})?IP6? /.test(rest);
      return isCut ? 'malformed' : this.#lines.other();
    }
    const time = this.#time.read(line);
    const direction = DIRECTION_OF.get(packet?.[2] ?? '') ?? DIRECTION.unknown;
    const inFrame = packet ?? IN_FRAME.exec(rest);
    if (inFrame === null) return this.#lines.other();
    const text = rest.slice(inFrame.index + inFrame[0].length);
    return this.#lines.begin(text, { time, direction, outcome: OUTCOME.unknown, label: '' }, batch);
  }
}
