/**
 * NetFlow v5 and v9 (RFC 3954) and IPFIX (RFC 7011; as a file RFC 5655): datagrams of flow records, one after another
 * in a file, or as they come from the network. See `headers.ts` and `template.ts` for the grammar. Counts are given as
 * they were exported: where the exporter samples, a note says so.
 */
import type { EventBatch } from '../../event-batch.ts';
import type { StateReader } from '../../state/state-reader.ts';
import type { StateWriter } from '../../state/state-writer.ts';
import type { DatagramReader, Head, LineVerdict, StreamFormat, StreamReader, StreamTotals } from '../decoder.ts';
import { HEADER_TO_SEE, IPFIX_HEADER, looksLikeHeader, V5_HEADER, V5_RECORD, V9_HEADER, VERSION } from './headers.ts';
import { uint16 } from './information-elements.ts';
import { isVersion, NetflowMessages } from './messages.ts';

export const netflow: StreamFormat = {
  kind: 'stream',
  id: 'netflow',
  title: 'NetFlow or IPFIX',
  abilities: { outcome: true, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff,
  open: () => new NetflowStream(),
};

/** Sure when the second datagram, or set, begins where the first one ends. */
function sniff({ bytes }: Head): number {
  if (bytes.length < HEADER_TO_SEE || !looksLikeHeader(bytes, 0)) return 0;
  const second = uint16(bytes, 2);
  const version = uint16(bytes, 0);
  let next = second;
  if (version === VERSION.netflow5) next = V5_HEADER + V5_RECORD * second;
  else if (version === VERSION.netflow9) next = V9_HEADER + uint16(bytes, V9_HEADER + 2);
  if (next === bytes.length) return 0.95;
  if (next > bytes.length) return version === VERSION.ipfix && next < IPFIX_HEADER ? 0 : 0.4;
  const follows = uint16(bytes, next);
  const isDatagram = follows === version || follows === VERSION.netflow5 || follows === VERSION.ipfix;
  const isSet = version === VERSION.netflow9 && (follows <= 1 || follows >= 256);
  return isDatagram || isSet || follows === 0 ? 0.95 : 0.2;
}

class NetflowStream implements StreamReader {
  readonly #messages = new NetflowMessages();
  #totals: StreamTotals = this.#messages.account.totals;

  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    return this.#messages.read(bytes, start, end, base, '', batch) - start;
  }

  end(left: number, _batch: EventBatch): void {
    const { account } = this.#messages;
    this.#messages.endDatagram(left);
    this.#totals = account.summary;
    if (left >= HEADER_TO_SEE) this.#totals.notes.add('cut off in the middle of a datagram');
  }

  get totals(): StreamTotals {
    return this.#totals;
  }

  get variant(): string | null {
    return this.#messages.account.name;
  }
}

/** Of the same datagrams as they come; `sender` is who exports. */
export class NetflowDatagrams implements DatagramReader {
  readonly #messages = new NetflowMessages();
  #bytes = 0;

  /** The offsets of its events count the bytes of all datagrams so far. */
  read(datagram: Uint8Array, sender: string, batch: EventBatch): LineVerdict {
    if (!isVersion(uint16(datagram, 0))) return 'foreign';
    const { account } = this.#messages;
    const [events, malformed] = [account.events, account.totals.malformed];
    const at = this.#messages.read(datagram, 0, datagram.length, this.#bytes, sender, batch);
    this.#messages.endDatagram(datagram.length - at);
    this.#bytes += datagram.length;
    if (account.events > events) return 'event';
    return account.totals.malformed > malformed ? 'malformed' : 'silent';
  }

  /** Counts, what exporters said of themselves and of their records, and the records that wait for that. */
  save(writer: StateWriter): void {
    this.#messages.save(writer);
    writer.number(this.#bytes);
  }

  /** Goes on from there, with nothing read so far. Throws StateFault. */
  load(reader: StateReader): void {
    this.#messages.load(reader);
    this.#bytes = reader.amount();
  }

  /** Of all datagrams so far. */
  get totals(): StreamTotals {
    return this.#messages.account.summary;
  }

  get variant(): string | null {
    return this.#messages.account.name;
  }
}
