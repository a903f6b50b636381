import type { EventBatch } from '../../event-batch.ts';
import type { StateReader } from '../../state/state-reader.ts';
import type { StateWriter } from '../../state/state-writer.ts';
import { Account } from './account.ts';
import { Exporters, type Domain } from './exporters.ts';
import { addFlow, FlowCounts, FlowTimes, type ExportTimes } from './flow-event.ts';
import {
  HEADER_TO_SEE,
  IPFIX_HEADER,
  looksLikeHeader,
  SET_HEADER,
  V5_HEADER,
  V5_MAX_RECORDS,
  V5_RECORD,
  V9_HEADER,
  VERSION,
} from './headers.ts';
import { SLOT, SLOT_COUNT, uint16, uint32 } from './information-elements.ts';
import { readV5Record } from './netflow5.ts';
import { FIRST_DATA_SET, readTemplates, type Template } from './template.ts';

/** Nothing more can be read before there are more bytes. */
const INCOMPLETE = -1;

/** Where a set belongs to. */
interface Message {
  readonly version: 9 | 10;
  readonly domain: Domain;
  readonly times: ExportTimes;
}

/**
 * NetFlow v5, v9 and IPFIX, datagram after datagram, from files or from the network. A datagram of v9 does not say how
 * long it is: it ends where another one begins, or where `endDatagram` says so.
 */
export class NetflowMessages {
  readonly #exporters = new Exporters();
  readonly account = new Account(this.#exporters);
  readonly #values = new Float64Array(SLOT_COUNT);
  readonly #times = new FlowTimes();
  readonly #counts = new FlowCounts();
  /** The datagram of v9 whose sets are being read. */
  #open: Message | null = null;
  /** Bytes are skipped until a header comes. */
  #isLost = false;

  /** Reads what is complete from `start` to `end`; `base` is the place of `bytes[0]` in the input. Returns where it is. */
  read(bytes: Uint8Array, start: number, end: number, base: number, exporter: string, batch: EventBatch): number {
    let at = start;
    while (at < end) {
      const used =
        this.#open === null
          ? this.#readDatagram(bytes, at, end, base, exporter, batch)
          : this.#readSet(bytes, at, end, base, this.#open, batch);
      if (used === INCOMPLETE) break;
      at += used;
    }
    return at;
  }

  /** The datagram, or the input, has ended, and `left` bytes of it were not complete. */
  endDatagram(left: number): void {
    // Fewer bytes are padding.
    if (left >= SET_HEADER && !this.#isLost) this.account.addMalformed();
    this.#open = null;
    this.#isLost = false;
  }

  /** Between two datagrams. */
  save(writer: StateWriter): void {
    this.#exporters.save(writer);
    this.account.save(writer);
  }

  load(reader: StateReader): void {
    this.#exporters.load(reader);
    this.account.load(reader);
  }

  /** Returns how many bytes it is done with, which are part of a datagram or a whole one. */
  #readDatagram(bytes: Uint8Array, at: number, end: number, base: number, exporter: string, batch: EventBatch): number {
    const there = end - at;
    if (there < 2) return INCOMPLETE;
    const version = uint16(bytes, at);
    // Padding: some exporters send packets of one length.
    if (version === 0 && !this.#isLost) return 1;
    if (this.#isLost || !isVersion(version)) return this.#skip(bytes, at, end);
    if (there < SET_HEADER) return INCOMPLETE;
    const second = uint16(bytes, at + 2);
    if (version === VERSION.netflow5) {
      if (second === 0 || second > V5_MAX_RECORDS) return this.#skip(bytes, at, end);
      const length = V5_HEADER + second * V5_RECORD;
      if (there < length) return INCOMPLETE;
      this.account.versions.add(version);
      this.#readV5(bytes, at, second, base, exporter, batch);
      return length;
    }
    if (version === VERSION.ipfix) {
      if (second < IPFIX_HEADER) return this.#skip(bytes, at, end);
      if (there < second) return INCOMPLETE;
      this.account.versions.add(version);
      this.#readIpfix(bytes, at, at + second, base, exporter, batch);
      return second;
    }
    if (there < V9_HEADER) return INCOMPLETE;
    this.account.versions.add(version);
    const domain = this.#exporters.domain(exporter, version, uint32(bytes, at + 16));
    this.account.lostDatagrams += domain.lost(uint32(bytes, at + 12), 1);
    this.#open = {
      version: 9,
      domain,
      times: { sent: uint32(bytes, at + 8), uptime: uint32(bytes, at + 4) },
    };
    return V9_HEADER;
  }

  /** Looks for the next header, from the byte after this one. */
  #skip(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    if (!this.#isLost) {
      this.account.addMalformed();
      this.#isLost = true;
      at++;
    }
    while (at + HEADER_TO_SEE <= end) {
      if (looksLikeHeader(bytes, at)) {
        this.#isLost = false;
        return at - start;
      }
      at++;
    }
    return at === start ? INCOMPLETE : at - start;
  }

  #readV5(bytes: Uint8Array, at: number, count: number, base: number, exporter: string, batch: EventBatch): void {
    const domain = this.#exporters.domain(exporter, VERSION.netflow5, uint16(bytes, at + 20));
    this.account.lostRecords += domain.lost(uint32(bytes, at + 16), count);
    this.account.noteSampling(domain.exporter, uint16(bytes, at + 22) & 0x3fff, 0);
    const times = {
      sent: uint32(bytes, at + 8) + uint32(bytes, at + 12) / 1e9,
      uptime: uint32(bytes, at + 4),
    };
    this.#values.fill(Number.NaN);
    const message: Message = { version: 9, domain, times };
    for (let record = 0; record < count; record++) {
      const start = at + V5_HEADER + record * V5_RECORD;
      readV5Record(bytes, start, this.#values);
      this.#addRecord(bytes, base + start, message, batch);
    }
  }

  #readIpfix(bytes: Uint8Array, start: number, end: number, base: number, exporter: string, batch: EventBatch): void {
    const domain = this.#exporters.domain(exporter, VERSION.ipfix, uint32(bytes, start + 12));
    const times = { sent: uint32(bytes, start + 4), uptime: Number.NaN };
    const message: Message = { version: 10, domain, times };
    let units: number | null = 0;
    for (let at = start + IPFIX_HEADER; at + SET_HEADER <= end;) {
      const length = uint16(bytes, at + 2);
      if (length < SET_HEADER || at + length > end) {
        this.account.addMalformed();
        units = null;
        break;
      }
      const records = this.#readContent(bytes, at, at + length, base, message, batch);
      units = units === null || records === null ? null : units + records;
      at += length;
    }
    this.account.lostRecords += domain.lost(uint32(bytes, start + 8), units);
  }

  /** A set of a v9 datagram, or the end of the datagram. */
  #readSet(bytes: Uint8Array, at: number, end: number, base: number, message: Message, batch: EventBatch): number {
    if (end - at < SET_HEADER) return INCOMPLETE;
    const id = uint16(bytes, at);
    const length = uint16(bytes, at + 2);
    if (isVersion(id) || (id === 0 && length === 0)) {
      this.#open = null;
      return 0;
    }
    if (length < SET_HEADER || (id > 1 && id < FIRST_DATA_SET)) {
      this.#open = null;
      return this.#skip(bytes, at, end);
    }
    if (end - at < length) return INCOMPLETE;
    this.#readContent(bytes, at, at + length, base, message, batch);
    return length;
  }

  /** Reads a whole set; returns how many records of data it has, null when that is not known. */
  #readContent(
    bytes: Uint8Array,
    start: number,
    end: number,
    base: number,
    message: Message,
    batch: EventBatch,
  ): number | null {
    const { version, domain } = message;
    const id = uint16(bytes, start);
    const at = start + SET_HEADER;
    if (id >= FIRST_DATA_SET) {
      const template = domain.template(id);
      if (template !== undefined) return this.#readRecords(bytes, at, end, base, template, message, batch);
      // A copy: the bytes are written over later.
      const set = { bytes: Uint8Array.from(bytes.subarray(at, end)), offset: base + at, times: message.times };
      if (!domain.wait(id, set)) this.account.refusedSets++;
      return null;
    }
    const templates = version === 9 ? 0 : 2;
    if (id !== templates && id !== templates + 1) {
      this.account.addMalformed();
      return 0;
    }
    const added: Template[] = [];
    const isWhole = readTemplates(
      bytes,
      at,
      end,
      { version, isOptions: id !== templates },
      {
        add(template) {
          domain.add(template);
          added.push(template);
        },
        withdraw: (withdrawn) => domain.withdraw(withdrawn),
      },
    );
    if (isWhole) this.account.addSilent('sets of templates');
    else this.account.addMalformed();
    for (const { id: known } of added) this.#readWaiting(known, message, batch);
    return 0;
  }

  #readWaiting(id: number, message: Message, batch: EventBatch): void {
    const template = message.domain.template(id);
    if (template === undefined) return;
    for (const { bytes, offset, times } of message.domain.takeWaiting(id)) {
      this.#readRecords(bytes, 0, bytes.length, offset, template, { ...message, times }, batch);
    }
  }

  #readRecords(
    bytes: Uint8Array,
    start: number,
    end: number,
    base: number,
    template: Template,
    message: Message,
    batch: EventBatch,
  ): number {
    let count = 0;
    this.#values.fill(Number.NaN);
    // What is shorter than a record is padding.
    for (let at = start; at + template.minBytes <= end; count++) {
      const stop = template.read(bytes, at, end, this.#values);
      if (stop === -1) {
        this.account.addMalformed();
        break;
      }
      if (template.isOptions) this.#readOptions(message);
      else this.#addRecord(bytes, base + at, message, batch);
      at = stop;
    }
    return count;
  }

  #addRecord(bytes: Uint8Array, offset: number, { domain, times }: Message, batch: EventBatch): void {
    const values = this.#values;
    batch.nextOffset = offset;
    batch.nextRecord = this.account.totals.records + 1;
    this.#times.read(values, times, domain);
    this.#counts.read(values);
    const reason = addFlow(bytes, values, this.#times, this.#counts, batch);
    if (reason !== null) {
      this.account.addSilent(reason);
      return;
    }
    this.account.addEvent();
    this.account.noteTimes(this.#times.kind);
    this.#noteSampling(domain);
  }

  /** What an exporter says of itself. */
  #readOptions({ domain }: Message): void {
    const boot = this.#values[SLOT.bootMilliseconds] ?? Number.NaN;
    if (boot > 0) domain.bootMilliseconds = boot;
    this.#noteSampling(domain);
    this.account.addSilent('records of options');
  }

  #noteSampling({ exporter }: Domain): void {
    const values = this.#values;
    this.account.noteSampling(exporter, values[SLOT.samplingInterval] ?? 0, values[SLOT.samplingSpace] ?? 0);
  }
}

/** Whether a datagram that begins so is of a version that is read. */
export function isVersion(number: number): boolean {
  return number === VERSION.netflow5 || number === VERSION.netflow9 || number === VERSION.ipfix;
}
