/**
 * pf's log as `tcpdump -n -e -i pflog0` prints it, on its own or sent to syslog:
 *
 *   line := {time} {host program:} "rule" n{.anchor.n}"/"{n}"("reason")"{":"} {"[uid n, pid n]"} action direction "on"
 *           interface ":" packet
 *
 *   Oct 09 08:53:01.123456 rule 3/0(match): block in on em0: 203.0.113.9.40123 > 192.0.2.7.22: S 1:1(0) win 1024 (DF)
 *
 * Sources: OpenBSD `usr.sbin/tcpdump/print-pflog.c`; the-tcpdump-group/tcpdump `print-pflog.c`. The packet: `tcpdump-text`.
 */
import { DIRECTION, OUTCOME, type EventBatch } from '../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { latin1 } from './text/latin1.ts';
import { SyslogFrame } from './text/syslog-frame.ts';
import { TcpdumpLines } from './text/tcpdump-lines.ts';
import { TcpdumpTime, tcpdumpTimeLength } from './text/tcpdump-time.ts';

const RULE =
  /(?:^|[ ,])rule (\S{1,120}?)\/\d{0,10}\([\w -]{1,40}\):? (?:\[[^\]]{0,80}\] ){0,3}([a-z]{2,12}) (in|out|in\/out) on (\S{1,30}): ?/;
/** The packet's own time behind a syslog head. */
const TIME_BEHIND = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9} $/;

const OUTCOME_OF: ReadonlyMap<string, number> = new Map([
  ['pass', OUTCOME.allowed],
  ['block', OUTCOME.dropped],
]);

const DIRECTION_OF: ReadonlyMap<string, number> = new Map([
  ['in', DIRECTION.in],
  ['out', DIRECTION.out],
]);

export const pflogText: LineFormat = {
  kind: 'line',
  id: 'pflog-text',
  title: 'pf log (text of tcpdump)',
  abilities: { outcome: true, flags: true, bothDirections: false, payload: false, granularity: 'packet' },
  sniff: ({ lines }) => (lines.some((line) => RULE.test(line)) ? 0.95 : 0),
  open: (options) => new PflogTextReader(options),
};

class PflogTextReader implements LineReader {
  readonly notes = new Set<string>();
  readonly #time: TcpdumpTime;
  readonly #frame: SyslogFrame;
  readonly #lines = new TcpdumpLines(this.notes);

  constructor({ clock }: DecoderOptions) {
    this.#time = new TcpdumpTime(clock, this.notes);
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const continued = this.#lines.continue(line, batch);
    if (continued !== null) return continued;
    const match = RULE.exec(line);
    if (match === null) return 'foreign';
    const [, rule = '', action = '', direction = ''] = match;
    const before = {
      time: this.#readTime(bytes, start, end, line.slice(0, match.index + 1)),
      direction: DIRECTION_OF.get(direction) ?? DIRECTION.unknown,
      outcome: OUTCOME_OF.get(action) ?? OUTCOME.unknown,
      label: `rule ${rule}`,
    };
    return this.#lines.begin(line.slice(match.index + match[0].length), before, batch);
  }

  #readTime(bytes: Uint8Array, start: number, end: number, head: string): number {
    if (tcpdumpTimeLength(head) > 0) return this.#time.read(head);
    const own = TIME_BEHIND.exec(head);
    if (own !== null) return this.#time.read(own[0]);
    return this.#frame.read(bytes, start, end) ? this.#frame.time : Number.NaN;
  }
}
