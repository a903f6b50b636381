import { newStreamTotals, type StreamTotals } from '../decoder.ts';
import type { Exporters } from './exporters.ts';
import type { TimeKind } from './flow-event.ts';

const MAX_SAMPLING_NOTES = 16;

/** What became of the records of an input, and what of it has to be told. */
export class Account {
  readonly totals: StreamTotals = newStreamTotals();
  /** Versions seen. */
  readonly versions = new Set<number>();
  /** Flows so far. */
  events = 0;
  /** What never came, by the sequence numbers: v9 counts datagrams, the others records. */
  lostDatagrams = 0;
  lostRecords = 0;
  /** Sets without a template for which there was no room. */
  refusedSets = 0;
  readonly #exporters: Exporters;
  readonly #sampling = new Set<string>();

  constructor(exporters: Exporters) {
    this.#exporters = exporters;
  }

  addEvent(): void {
    this.totals.records++;
    this.events++;
  }

  addSilent(reason: string): void {
    this.totals.records++;
    this.totals.silent.set(reason, (this.totals.silent.get(reason) ?? 0) + 1);
  }

  addMalformed(): void {
    const { totals } = this;
    totals.records++;
    totals.malformed++;
    if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
  }

  noteTimes(kind: TimeKind): void {
    if (kind === 'estimated') {
      this.totals.notes.add('the exporter does not say when it was started: times are estimated by when records came');
    } else if (kind === 'sent') {
      this.totals.notes.add('there are records without a time: that of their datagram is given');
    }
  }

  /** `interval` packets of `interval + space` were looked at; without a space, one of `interval`. */
  noteSampling(exporter: string, interval: number, space: number): void {
    const rate = space > 0 ? (interval + space) / interval : interval;
    if (!(rate > 1) || this.#sampling.size >= MAX_SAMPLING_NOTES) return;
    const by = exporter === '' ? '' : ` by ${exporter}`;
    this.#sampling.add(`1 packet of ${rate} was sampled${by}: counts are those of the sampled packets`);
  }

  /** Sets of records that could not be read so far, because nobody said what is in them. */
  get setsWithoutTemplate(): number {
    return this.refusedSets + this.#exporters.waitingSets + this.#exporters.forgottenSets;
  }

  /** The totals by now: what still waits for its template is counted as what cannot be read. */
  get summary(): StreamTotals {
    const { totals, setsWithoutTemplate: sets } = this;
    const silent = new Map(totals.silent);
    if (sets > 0) silent.set('sets of records without their template', sets);
    return { ...totals, records: totals.records + sets, silent, notes: new Set(this.#notes()) };
  }

  /** `NetFlow v9`; `NetFlow v5 and IPFIX` */
  get name(): string | null {
    const names = [...this.versions].sort((a, b) => a - b).map((one) => (one === 10 ? 'IPFIX' : `NetFlow v${one}`));
    return names.length === 0 ? null : names.join(' and ');
  }

  #notes(): string[] {
    const notes = [...this.totals.notes, ...this.#sampling];
    if (this.lostDatagrams > 0) {
      notes.push(`gaps in the sequence numbers: ${counted(this.lostDatagrams, 'datagram')} of NetFlow v9 never came`);
    }
    if (this.lostRecords > 0) {
      notes.push(`gaps in the sequence numbers: ${counted(this.lostRecords, 'record')} never came`);
    }
    if (this.setsWithoutTemplate > 0) {
      const sets = counted(this.setsWithoutTemplate, 'set');
      notes.push(`${sets} of records came without a template, which exporters send every few minutes: not read`);
    }
    if (this.#exporters.isFull) notes.push('more templates than are kept: some records were not read');
    return notes;
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
