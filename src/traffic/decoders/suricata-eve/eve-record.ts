import type { Clock } from '../clock.ts';
import { PROTOCOL, protocolOf } from '../../../net/protocol.ts';
import type { AddressText } from '../text/address-text.ts';
import { IsoTime } from '../text/iso-time.ts';
import { JsonFields } from '../text/json-fields.ts';

const PATHS = [
  'timestamp',
  'event_type',
  'src_ip',
  'src_port',
  'dest_ip',
  'dest_port',
  'proto',
  'icmp_type',
  'icmp_code',
  'flow/pkts_toserver',
  'flow/pkts_toclient',
  'flow/bytes_toserver',
  'flow/bytes_toclient',
  'flow/start',
  'flow/end',
  'flow/action',
  'tcp/tcp_flags',
  'tcp/tcp_flags_ts',
  'tcp/tcp_flags_tc',
  'netflow/pkts',
  'netflow/bytes',
  'netflow/start',
  'netflow/end',
  'netflow/min_ttl',
  'alert/signature',
  'alert/action',
  'verdict/action',
  'drop/len',
  'drop/ttl',
  'drop/hoplimit',
  'drop/ipid',
  'drop/tcpwin',
  'drop/syn',
  'drop/ack',
  'drop/psh',
  'drop/rst',
  'drop/urg',
  'drop/fin',
] as const;
export type EvePath = (typeof PATHS)[number];

const AT: Readonly<Record<string, number>> = Object.fromEntries(PATHS.map((path, place) => [path, place]));

/** The fields of one EVE object, of itself or wrapped in `{"event":{...}}` as AWS Network Firewall does. */
export class EveRecord {
  readonly #fields = new JsonFields([...PATHS, ...PATHS.map((path) => `event/${path}`)]);
  readonly #time: IsoTime;
  /** Distance to the fields that are read: those of the wrapped object stand behind the others. */
  #base = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(clock: Clock) {
    this.#time = new IsoTime(clock);
  }

  /** Whether the bytes are one JSON object. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    if (!this.#fields.read(bytes, start, end)) return false;
    this.#base = 0;
    if (!this.has('event_type')) this.#base = PATHS.length;
    return true;
  }

  has(path: EvePath): boolean {
    return this.#fields.has(this.#place(path));
  }

  text(path: EvePath): string {
    return this.#fields.text(this.#place(path));
  }

  is(path: EvePath, text: string): boolean {
    return this.#fields.is(this.#place(path), text);
  }

  /** NaN where there is none. */
  number(path: EvePath): number {
    return this.#fields.number(this.#place(path));
  }

  /** Seconds since 1970; NaN where there is no time. */
  time(path: EvePath): number {
    const start = this.#fields.start(this.#place(path));
    return start === -1 ? Number.NaN : this.#time.read(this.#bytes, start, this.#fields.end(this.#place(path)));
  }

  /** TCP flags, which stand in hexadecimal; -1 where there are none. */
  flags(path: EvePath): number {
    const start = this.#fields.start(this.#place(path));
    const length = this.#fields.end(this.#place(path)) - start;
    if (start === -1 || length < 1 || length > 2) return -1;
    const first = hexDigit(this.#bytes[start] ?? 0);
    const second = length === 1 ? 0 : hexDigit(this.#bytes[start + 1] ?? 0);
    if (first < 0 || second < 0) return -1;
    return length === 1 ? first : first * 16 + second;
  }

  /** IP protocol number. */
  protocol(): number {
    if (this.is('proto', 'TCP')) return PROTOCOL.tcp;
    return this.is('proto', 'UDP') ? PROTOCOL.udp : protocolOf(this.text('proto'));
  }

  /** Whether there is an address; `address` has it then. */
  address(path: EvePath, address: AddressText): boolean {
    const start = this.#fields.start(this.#place(path));
    return start !== -1 && address.read(this.#bytes, start, this.#fields.end(this.#place(path)));
  }

  #place(path: EvePath): number {
    return this.#base + (AT[path] ?? 0);
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
