import { loadTotals, newInputTotals, saveTotals } from '../../input-totals.ts';
import type { StateReader } from '../../state/state-reader.ts';
import type { StateWriter } from '../../state/state-writer.ts';
import { newStreamTotals, type StreamTotals } from '../decoder.ts';
import type { Exporters } from './exporters.ts';
import type { TimeKind } from './flow-event.ts';
import { VERSION } from './headers.ts';

const MAX_SAMPLING_NOTES = 16;
const VERSIONS: readonly number[] = Object.values(VERSION);
const COUNTS = ['lostDatagrams', 'lostRecords', 'refusedSets'] as const;

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

  save(writer: StateWriter): void {
    const { totals, events } = this;
    saveTotals({ ...newInputTotals(), ...totals, events, silent: 0, foreign: totals.silent }, writer);
    writer.list(this.versions, (version) => writer.integer(version));
    writer.list(this.#sampling, (note) => writer.text(note));
    for (const name of COUNTS) writer.number(this[name]);
  }

  /** In the place of what it was. */
  load(reader: StateReader): void {
    const saved = newInputTotals();
    loadTotals(saved, reader);
    const { totals } = this;
    totals.records = saved.records;
    totals.malformed = saved.malformed;
    totals.firstMalformed.splice(0, Infinity, ...saved.firstMalformed);
    totals.silent.clear();
    for (const [reason, count] of saved.foreign) totals.silent.set(reason, count);
    totals.notes.clear();
    for (const note of saved.notes) totals.notes.add(note);
    this.events = saved.events;
    this.versions.clear();
    reader.list(VERSIONS.length, () => this.versions.add(versionOf(reader)));
    this.#sampling.clear();
    reader.list(MAX_SAMPLING_NOTES, () => this.#sampling.add(reader.text()));
    for (const name of COUNTS) this[name] = reader.amount();
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

function versionOf(reader: StateReader): number {
  const version = reader.integer();
  if (!VERSIONS.includes(version)) throw reader.fault(`NetFlow of version ${version}`);
  return version;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
