import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf } from '../../../net/protocol.ts';
import { AddressText } from '../text/address-text.ts';
import { readDecimal, readPort } from '../text/digits.ts';
import { Fields } from '../text/fields.ts';

const COMMA = 0x2c;
/** Later than this it must be milliseconds: as seconds it would be the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000;

/**
 * One tuple of a flow log; the fields in order:
 *
 *   NSG v1   epoch seconds, source, destination, source port, destination port, T|U, I|O, A|D
 *   NSG v2   the same, then the state B|C|E and packets, bytes, packets back, bytes back; all may be empty
 *   VNet v4  epoch milliseconds, ..., protocol number, I|O, state B|C|E|D, encryption (X, NX, NX_...), the same counts
 *
 * A connection has a tuple when it begins (B, without counts: 0 packets), one for every minute or so (C) and one at its
 * end (E), whose counts are those since the tuple before. D is a denial: dropped, for Azure sends no answer.
 */
export class FlowTuple {
  /** What the last one was. */
  isVirtualNetwork = false;
  readonly #fields = new Fields(COMMA, 16);
  #address: AddressText | null = null;

  /** Adds the event; false where the bytes are no tuple. */
  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): boolean {
    const fields = this.#fields;
    const count = fields.split(bytes, start, end);
    if (count < 8) return false;
    const time = readDecimal(bytes, start, fields.end(0));
    const sport = readPort(bytes, fields.start(3), fields.end(3));
    const dport = readPort(bytes, fields.start(4), fields.end(4));
    const outcome = this.#outcome(bytes, count);
    if (time < 0 || outcome === -1) return false;
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.read(bytes, fields.start(1), fields.end(1))) return false;
    const [family, source] = [address.family, address.value];
    if (!address.read(bytes, fields.start(2), fields.end(2)) || address.family !== family) return false;

    const row = batch.add();
    batch.time[row] = time >= FIRST_MILLISECONDS ? time / 1000 : time;
    batch.end[row] = batch.time[row] ?? Number.NaN;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const protocol = protocolNumber(fields.text(bytes, 5));
    batch.protocol[row] = protocol;
    if (hasPorts(protocol) && sport >= 0 && dport >= 0) {
      batch.sport[row] = sport;
      batch.dport[row] = dport;
      batch.marks[row] = MARK.ports;
    }
    const direction = bytes[fields.start(6)];
    if (direction === 0x49) batch.direction[row] = DIRECTION.in;
    else if (direction === 0x4f) batch.direction[row] = DIRECTION.out;
    batch.outcome[row] = outcome;
    if (outcome !== OUTCOME.dropped) this.#readCounts(bytes, count, batch, row);
    return true;
  }

  /** -1 where it is none. */
  #outcome(bytes: Uint8Array, count: number): number {
    const fields = this.#fields;
    if (fields.end(7) !== fields.start(7) + 1) return -1;
    const letter = bytes[fields.start(7)];
    const encryption = bytes[fields.start(8)];
    // X or NX: the ninth field of a network security group's tuple is B, C, E or nothing.
    this.isVirtualNetwork =
      count > 8 && fields.end(8) > fields.start(8) && (encryption === 0x58 || encryption === 0x4e);
    if (letter === 0x44) return OUTCOME.dropped;
    if (this.isVirtualNetwork) return letter === 0x42 || letter === 0x43 || letter === 0x45 ? OUTCOME.allowed : -1;
    return letter === 0x41 ? OUTCOME.allowed : -1;
  }

  #readCounts(bytes: Uint8Array, count: number, batch: EventBatch, row: number): void {
    if (count < 13) return;
    const fields = this.#fields;
    const state = bytes[fields.start(this.isVirtualNetwork ? 7 : 8)];
    const read = (place: number): number => {
      const value = readDecimal(bytes, fields.start(place), fields.end(place));
      return value < 0 ? Number.NaN : value;
    };
    const packets = read(9);
    if (state === 0x42 && !(packets > 0)) {
      batch.packets[row] = 0;
      return;
    }
    if (!Number.isNaN(packets)) batch.packets[row] = packets;
    batch.bytes[row] = read(10);
    batch.packetsBack[row] = read(11);
    batch.bytesBack[row] = read(12);
  }
}

function protocolNumber(text: string): number {
  if (text === 'T') return PROTOCOL.tcp;
  return text === 'U' ? PROTOCOL.udp : protocolOf(text);
}
