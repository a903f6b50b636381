import type { EventBatch } from '../../event-batch.ts';
import { newStreamTotals, type StreamTotals } from '../decoder.ts';
import { Frame } from './frame.ts';
import { isReadLinkType, linkTypeName } from './link-layer.ts';
import { PacketReader } from './packet-reader.ts';

/** Of the packets without an event: who writes the capture chooses the EtherTypes. */
const MAX_REASONS = 64;

/** The packets of one capture, whatever file they come in, and what became of them. */
export class PacketStream {
  readonly totals: StreamTotals = newStreamTotals();
  readonly #frame = new Frame();
  readonly #reader = new PacketReader();

  /**
   * One packet: `captured` bytes at `at`, of `onTheWire`; it counts as a record that begins at `offset` of the input.
   * `direction`: one of `DIRECTION`, where the file itself says it.
   */
  read(
    bytes: Uint8Array,
    at: number,
    captured: number,
    onTheWire: number,
    linkType: number,
    isLittleEndian: boolean,
    time: number,
    offset: number,
    direction: number,
    batch: EventBatch,
  ): void {
    const { totals } = this;
    const frame = this.#frame;
    totals.records++;
    batch.nextOffset = offset;
    batch.nextRecord = totals.records;
    frame.begin(bytes, at, captured, onTheWire);
    frame.direction = direction;
    const verdict = this.#reader.read(frame, linkType, isLittleEndian, time, batch);
    if (verdict === 'silent') this.#countSilent(frame.reason);
    else if (verdict === 'malformed') this.#countMalformed();
  }

  /** A record that is broken itself. */
  malformed(): void {
    this.totals.records++;
    this.#countMalformed();
  }

  /** The notes on link types: called once for each. */
  noteLinkType(linkType: number): void {
    if (!isReadLinkType(linkType)) this.totals.notes.add(`${linkTypeName(linkType)} is not read`);
  }

  #countSilent(reason: string): void {
    const { silent } = this.totals;
    const known = silent.has(reason) || silent.size < MAX_REASONS ? reason : 'others';
    silent.set(known, (silent.get(known) ?? 0) + 1);
  }

  #countMalformed(): void {
    const { totals } = this;
    totals.malformed++;
    if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
  }
}
