/**
 * Netfilter's connection tracking: events of `conntrack -E`, and tables of `conntrack -L` or `/proc/net/nf_conntrack`.
 *
 *   line  := {"["seconds"]"} {"[NEW]"|"[UPDATE]"|"[DESTROY]"} {ipv4 2|ipv6 10} protocol number {timeout} {STATE} tuple
 *            {"[UNREPLIED]"} tuple {"[ASSURED]"} {mark= zone= use= id= delta-time= "[start="date"]" "[stop="date"]"}
 *   tuple := src= dst= {sport= dport= | type= code= id=} {packets= bytes=}
 *
 *   [1790000000.482] [DESTROY] tcp 6 src=192.0.2.7 dst=203.0.113.9 sport=1025 dport=80 packets=5 bytes=300
 *                    src=203.0.113.9 dst=198.51.100.7 sport=80 dport=1025 packets=4 bytes=900 [ASSURED]
 *
 * The first tuple is that of the connection's first packet, the second that of the answer after translation. One connection
 * is one event: at its DESTROY, which has the counters, or as it was known at the end of the log. Every connection is
 * unreplied when it is new, so that NEW alone does not say that nobody answered. Sources: conntrack-tools
 * `src/conntrack.c`, libnetfilter_conntrack `src/conntrack/snprintf_default.c`.
 */
import { MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, PROTOCOL } from '../../net/protocol.ts';
import type { Clock } from './clock.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { latin1 } from './text/latin1.ts';
import { addConnection, OpenConnections, type OpenConnection } from './text/open-connections.ts';
import { SyslogFrame } from './text/syslog-frame.ts';

const HEAD =
  /^(?:.{0,120} )??\s{0,12}(?:\[(\d{9,11}(?:\.\d{1,9})?)\]\s{0,12})?(?:\[(NEW|UPDATE|DESTROY)\]\s{1,12})?(?:ipv(?:4\s{1,12}2|6\s{1,12}10)\s{1,12})?[a-z][\w-]{1,15}\s{1,12}(\d{1,3})\s{1,12}(?:\d{1,10}\s{1,12})?(?:[A-Z][A-Z_\d]{0,20}\s{1,12})?(?=src=[\da-f:.]{2,45} dst=)/;
const SUMMARY = /^conntrack v[\d.]+ \(conntrack-tools\)/;
const MAX_CHARACTERS = 4096;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Tuple = ReadonlyMap<string, string>;

export const conntrack: LineFormat = {
  kind: 'line',
  id: 'conntrack',
  title: 'connection tracking (conntrack)',
  abilities: { outcome: true, flags: false, bothDirections: true, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => HEAD.test(line)) ? 0.9 : 0),
  open: (options) => new ConntrackReader(options),
};

class ConntrackReader implements LineReader {
  readonly #clock: Clock;
  readonly #frame: SyslogFrame;
  readonly #open = new OpenConnections();
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#clock = clock;
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, Math.min(end, start + MAX_CHARACTERS));
    const head = HEAD.exec(line);
    if (head === null) return SUMMARY.test(line) ? 'silent' : 'foreign';
    const [all, seconds, kind, protocol] = head;
    const tail = line.slice(all.length);
    let time = seconds === undefined ? Number.NaN : Number(seconds);
    if (seconds === undefined && this.#frame.read(bytes, start, end)) time = this.#frame.time;
    const [first, second] = tuplesOf(tail);
    const begun = this.#connection(first, Number(protocol), time, batch);
    // Without the second tuple the line was cut, and the first may not be whole.
    if (begun === null || !second.has('src')) return 'malformed';
    const isUnreplied = tail.includes('[UNREPLIED]');
    const key = `${protocol} ${['src', 'dst', 'sport', 'dport', 'type', 'id'].map((name) => first.get(name)).join(' ')}`;

    if (kind === 'NEW' || kind === 'UPDATE') {
      const known = kind === 'UPDATE' ? this.#open.get(key) : undefined;
      const connection = known ?? begun;
      if (!isUnreplied) connection.outcome = OUTCOME.answered;
      if (known !== undefined) return 'silent';
      return this.#open.begin(key, connection, batch) ? 'event' : 'silent';
    }
    const known = kind === 'DESTROY' ? this.#open.end(key) : undefined;
    const row = addConnection(begun, batch);
    this.#readTimes(batch, row, known, tail);
    readCounters(batch, row, first, second);
    batch.outcome[row] = outcomeOf(isUnreplied, begun.protocol, batch.packetsBack[row] ?? 0);
    return 'event';
  }

  end(batch: EventBatch): number {
    return this.#open.addAll(batch);
  }

  /** Null where it is none. */
  #connection(tuple: Tuple, protocol: number, time: number, batch: EventBatch): OpenConnection | null {
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(tuple.get('src') ?? '')) return null;
    const { family, value: source } = address;
    if (!address.readText(tuple.get('dst') ?? '') || address.family !== family || protocol > 255) return null;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    const sport = countOf(tuple, isIcmp ? 'type' : 'sport');
    const dport = countOf(tuple, isIcmp ? 'code' : 'dport');
    const limit = isIcmp ? 255 : 65_535;
    const isKnown = (isIcmp || hasPorts(protocol)) && sport <= limit && dport <= limit;
    if (hasPorts(protocol) && !isKnown) return null;
    return {
      time,
      family,
      source,
      destination: address.value,
      protocol,
      sport: isKnown ? sport : 0,
      dport: isKnown ? dport : 0,
      marks: isKnown ? MARK.ports : 0,
      direction: 0,
      outcome: OUTCOME.unknown,
      offset: batch.nextOffset,
      record: batch.nextRecord,
    };
  }

  /** The time of the line is that of the end. */
  #readTimes(batch: EventBatch, row: number, known: OpenConnection | undefined, tail: string): void {
    const start = this.#dateOf('start', tail);
    const stop = this.#dateOf('stop', tail);
    if (!Number.isNaN(stop)) batch.end[row] = stop;
    const end = batch.end[row] ?? Number.NaN;
    const lasted = Number(/ delta-time=(\d{1,10})\b/.exec(tail)?.[1] ?? Number.NaN);
    const began = [known?.time ?? Number.NaN, start, end - lasted].find((time) => !Number.isNaN(time));
    batch.time[row] = began ?? end;
  }

  /** `[start=Tue May 29 09:40:13 2018]` */
  #dateOf(name: string, tail: string): number {
    const at = tail.indexOf(`[${name}=`);
    if (at === -1) return Number.NaN;
    const date = /^\w{3} (\w{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\]/.exec(tail.slice(at + name.length + 2));
    if (date === null) return Number.NaN;
    const [, month = '', day, hour, minute, second, year] = date;
    return this.#clock.local(
      Number(year),
      MONTHS.indexOf(month) + 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    );
  }
}

/** The two directions: the second one begins with the second `src=`. */
function tuplesOf(tail: string): readonly [Tuple, Tuple] {
  const tuples = [new Map<string, string>(), new Map<string, string>()] as const;
  let [tuple] = tuples;
  for (const word of tail.split(/\s/)) {
    const equals = word.indexOf('=');
    if (equals === -1) continue;
    const name = word.slice(0, equals);
    if (name === 'src' && tuple.has('src')) [, tuple] = tuples;
    // `id=` of the whole connection stands behind the second tuple.
    if (!tuple.has(name)) tuple.set(name, word.slice(equals + 1));
  }
  return tuples;
}

/** Only where the kernel counts (net.netfilter.nf_conntrack_acct). */
function readCounters(batch: EventBatch, row: number, first: Tuple, second: Tuple): void {
  if (!first.has('packets')) return;
  batch.packets[row] = countOf(first, 'packets');
  batch.bytes[row] = countOf(first, 'bytes');
  batch.packetsBack[row] = countOf(second, 'packets');
  batch.bytesBack[row] = countOf(second, 'bytes');
}

/** NaN where it is not there, or no number. */
function countOf(tuple: Tuple, name: string): number {
  const text = tuple.get(name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * A TCP connection whose only answer is an RST is forgotten at once, and is still unreplied, but the RST is counted
 * (linux `net/netfilter/nf_conntrack_proto_tcp.c`, `nf_ct_kill_acct`).
 */
function outcomeOf(isUnreplied: boolean, protocol: number, packetsBack: number): number {
  if (!isUnreplied) return OUTCOME.answered;
  return protocol === PROTOCOL.tcp && packetsBack > 0 ? OUTCOME.refused : OUTCOME.unanswered;
}
