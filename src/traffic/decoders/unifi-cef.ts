/**
 * Security events of UniFi Network in ArcSight's Common Event Format: `CEF:version|vendor|product|version|id|name|severity|`
 * and `key=value` fields, whose values may have spaces. `CEF:` may have been taken off by a syslog parser.
 *
 *   Oct 26 20:01:31 gw CEF:0|Ubiquiti|UniFi Network|9.4.19|201|Threat Detected and Blocked|7|proto=TCP src=203.0.113.9
 *     spt=52331 dst=192.0.2.7 dpt=443 act=blocked UNIFIipsSignature=.. UNIFIutcTime=2025-08-30T17:53:21.915Z msg=..
 *
 * Some events name the destination by its alias alone (no `dst`): without an address they are no event here.
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, protocolOf } from '../../net/protocol.ts';
import type { Clock } from './clock.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { latin1 } from './text/latin1.ts';
import { parseIsoTime, SyslogFrame } from './text/syslog-frame.ts';

const MAX_TEXT = 8192;
const HEAD = /(?:CEF:|^)\d\|Ubiquiti\|UniFi Network\|[^|]{0,40}\|[^|]{0,40}\|([^|]{0,100})\|[^|]{0,20}\|/;
const KEY = /(?:^| )([A-Za-z]\w{0,40})=/g;

const DIRECTION_OF: Readonly<Record<string, number>> = { incoming: DIRECTION.in, outgoing: DIRECTION.out };

export const unifiCef: LineFormat = {
  kind: 'line',
  id: 'unifi-cef',
  title: 'UniFi security log (CEF)',
  abilities: { outcome: true, flags: false, bothDirections: false, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => HEAD.test(line)) ? 0.95 : 0),
  open: (options) => new UnifiCefReader(options),
};

class UnifiCefReader implements LineReader {
  readonly #frame: SyslogFrame;
  readonly #clock: Clock;
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#clock = clock;
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const text = latin1(bytes, start, Math.min(end, start + MAX_TEXT));
    const head = HEAD.exec(text);
    if (head === null) return 'foreign';
    const fields = fieldsOf(text.slice(head.index + head[0].length));
    const [from, to] = [fields.get('src'), fields.get('dst')];
    // Log-ins and the like have one address at most.
    if (from === undefined || to === undefined) return 'silent';
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(from)) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!address.readText(to) || address.family !== family) return 'malformed';
    const ports = [Number(fields.get('spt') ?? 0), Number(fields.get('dpt') ?? 0)] as const;
    if (!ports.every((port) => port >= 0 && port <= 65_535)) return 'malformed';

    const row = batch.add();
    const time = this.#readTime(fields, bytes, start, end);
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const protocol = protocolOf(fields.get('proto') ?? '');
    batch.protocol[row] = protocol;
    if (hasPorts(protocol) && fields.has('spt') && fields.has('dpt')) {
      batch.sport[row] = ports[0];
      batch.dport[row] = ports[1];
      batch.marks[row] = MARK.ports;
    }
    const [packets, octets] = [Number(fields.get('UNIFItotalPackets')), Number(fields.get('UNIFItotalBytes'))];
    if (packets > 0) batch.packets[row] = packets;
    if (octets > 0) batch.bytes[row] = octets;
    batch.direction[row] = DIRECTION_OF[fields.get('UNIFIdirection') ?? ''] ?? DIRECTION.unknown;
    const name = head[1] ?? '';
    const isBlocked = fields.get('act') === 'blocked' || /\bblocked\b/i.test(name);
    batch.outcome[row] = isBlocked ? OUTCOME.dropped : OUTCOME.unknown;
    batch.label[row] = batch.labels.place(fields.get('UNIFIipsSignature') ?? fields.get('UNIFIpolicyName') ?? name);
    return 'event';
  }

  #readTime(fields: ReadonlyMap<string, string>, bytes: Uint8Array, start: number, end: number): number {
    const time = parseIsoTime(fields.get('UNIFIutcTime') ?? '', this.#clock);
    if (!Number.isNaN(time)) return time;
    this.#frame.read(bytes, start, end);
    return this.#frame.time;
  }
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  const keys = [...text.matchAll(KEY)];
  return new Map(
    keys.map((key, index): [string, string] => {
      const value = text.slice(key.index + key[0].length, keys[index + 1]?.index ?? text.length);
      return [key[1] ?? '', value.slice(0, 256)];
    }),
  );
}
