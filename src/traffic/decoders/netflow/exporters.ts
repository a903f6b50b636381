import type { StateReader } from '../../state/state-reader.ts';
import type { StateWriter } from '../../state/state-writer.ts';
import type { ExportTimes } from './flow-event.ts';
import { VERSION } from './headers.ts';
import { readTemplates, type Template, type TemplateSink } from './template.ts';

const MAX_TEMPLATES = 4096;
/** The sender of a datagram can be forged: those seen longest ago are forgotten first. */
const MAX_EXPORTERS = 512;
/** Of one exporter: a router has one for each line card. */
const MAX_DOMAINS = 128;
/** Of all templates of all exporters: some 24 MiB. */
const MAX_FIELDS = 1_048_576;
/** What a template takes besides its fields, and a waiting set besides its bytes. */
const OVERHEAD = 64;
/** Of all sets of records that wait for their template. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const MAX_WAITING_SETS = MAX_WAITING_BYTES / OVERHEAD;
/** No address is longer. */
const MAX_NAME = 256;
/** Further ahead than that it is not a gap, but another count. */
const MAX_GAP = 100_000;

/** Records that came before their template, which is sent every few minutes only. */
export interface WaitingSet {
  readonly bytes: Uint8Array;
  /** Of its first byte in the input. */
  readonly offset: number;
  readonly times: ExportTimes;
}

/** One of the counts an exporter keeps: a line card, a process. */
export class Domain implements TemplateSink {
  readonly #templates = new Map<number, Template>();
  readonly #waiting = new Map<number, WaitingSet[]>();
  readonly #exporter: Exporter;
  readonly version: number;
  /** Which count it is: the source of v9, the observation domain of IPFIX, the engine of v5. */
  readonly number: number;
  /** Milliseconds since 1970 when the exporter was started, as far as it says so; else as its records show. */
  bootMilliseconds = Number.NaN;
  estimatedBoot = Number.NaN;
  #nextSequence: number | null = null;

  constructor(exporter: Exporter, version: number, number: number) {
    this.#exporter = exporter;
    this.version = version;
    this.number = number;
  }

  /** Address of the exporter; empty where nobody knows: in files. */
  get exporter(): string {
    return this.#exporter.name;
  }

  template(id: number): Template | undefined {
    return this.#templates.get(id);
  }

  add(template: Template): void {
    const known = this.#templates.get(template.id);
    if (!this.#exporter.takeRoom(known === undefined ? 1 : 0, cost(template))) return;
    if (known !== undefined) this.#exporter.giveRoom(0, cost(known));
    this.#templates.set(template.id, template);
  }

  /** Keeps a set until its template comes; false when there is no room. */
  wait(id: number, set: WaitingSet): boolean {
    if (!this.#exporter.takeWaiting(1, waitingCost(set))) return false;
    const sets = this.#waiting.get(id);
    if (sets === undefined) this.#waiting.set(id, [set]);
    else sets.push(set);
    return true;
  }

  /** The sets that waited for a template, oldest first; they wait no more. */
  takeWaiting(id: number): readonly WaitingSet[] {
    const sets = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    for (const set of sets) this.#exporter.takeWaiting(-1, -waitingCost(set));
    return sets;
  }

  withdraw(id: number): void {
    for (const [key, template] of this.#templates) {
      const isMeant = id === key || (id === 2 && !template.isOptions) || (id === 3 && template.isOptions);
      if (!isMeant) continue;
      this.#templates.delete(key);
      this.#exporter.giveRoom(1, cost(template));
    }
  }

  /**
   * Takes the sequence number of a message that counts for `units` (null: nobody knows); returns how many are missing
   * before it. A number that is behind is that of a datagram which was overtaken, or of an exporter that began again.
   */
  lost(sequence: number, units: number | null): number {
    const expected = this.#nextSequence;
    this.#nextSequence = units === null ? null : (sequence + units) >>> 0;
    if (expected === null) return 0;
    const gap = (sequence - expected) >>> 0;
    return gap <= MAX_GAP ? gap : 0;
  }

  /** Without the number that comes next: what came while nobody read is no loss of the network. */
  save(writer: StateWriter): void {
    writer.number(this.bootMilliseconds);
    writer.number(this.estimatedBoot);
    writer.list(this.#templates.values(), ({ isOptions, definition }) => {
      writer.integer(isOptions ? 1 : 0);
      writer.bytes(definition);
    });
    writer.list(this.#waiting, ([id, sets]) => {
      writer.integer(id);
      writer.list(sets, ({ bytes, offset, times }) => {
        writer.bytes(bytes);
        for (const value of [offset, times.sent, times.uptime]) writer.number(value);
      });
    });
  }

  /** Templates are read as they are from a datagram: one that could not have come in one is a fault. */
  load(reader: StateReader): void {
    this.bootMilliseconds = reader.number();
    this.estimatedBoot = reader.number();
    reader.list(MAX_TEMPLATES, () => {
      const set = { version: this.version === VERSION.netflow9 ? 9 : 10, isOptions: reader.flag() } as const;
      const definition = reader.bytes();
      const read: Template[] = [];
      const sink = { add: (template: Template) => void read.push(template), withdraw: () => undefined };
      const [template] = readTemplates(definition, 0, definition.length, set, sink) ? read : [];
      if (template === undefined || read.length !== 1) throw reader.fault('a template that is none');
      this.add(template);
    });
    reader.list(MAX_WAITING_SETS, () => {
      const id = reader.integer(0xffff);
      reader.list(MAX_WAITING_SETS, () => {
        // A copy: else the whole state stays in memory with it.
        const bytes = Uint8Array.from(reader.bytes());
        const offset = reader.amount();
        const times = { sent: reader.number(), uptime: reader.number() };
        if (!this.wait(id, { bytes, offset, times })) throw reader.fault('more records than can wait');
      });
    });
  }
}

class Exporter {
  readonly name: string;
  readonly domains = new Map<string, Domain>();
  readonly #all: Exporters;
  templates = 0;
  fields = 0;
  waitingSets = 0;
  waitingBytes = 0;

  constructor(name: string, all: Exporters) {
    this.name = name;
    this.#all = all;
  }

  takeRoom(templates: number, fields: number): boolean {
    const fits = this.templates + templates <= MAX_TEMPLATES && this.#all.fields + fields <= MAX_FIELDS;
    if (fits) this.#change(templates, fields);
    else this.#all.isFull = true;
    return fits;
  }

  giveRoom(templates: number, fields: number): void {
    this.#change(-templates, -fields);
  }

  takeWaiting(sets: number, bytes: number): boolean {
    if (this.#all.waitingBytes + bytes > MAX_WAITING_BYTES) return false;
    this.waitingSets += sets;
    this.waitingBytes += bytes;
    this.#all.waitingSets += sets;
    this.#all.waitingBytes += bytes;
    return true;
  }

  /** Nothing is remembered any more. */
  clear(): void {
    this.domains.clear();
    this.giveRoom(this.templates, this.fields);
    this.#all.forgottenSets += this.waitingSets;
    this.takeWaiting(-this.waitingSets, -this.waitingBytes);
  }

  #change(templates: number, fields: number): void {
    this.templates += templates;
    this.fields += fields;
    this.#all.fields += fields;
  }
}

/** What is remembered of those who export: templates, start and sequence, by exporter, version and domain. */
export class Exporters {
  readonly #exporters = new Map<string, Exporter>();
  /** Elements in all templates. */
  fields = 0;
  waitingSets = 0;
  waitingBytes = 0;
  /** Sets that waited for a template of an exporter that was forgotten. */
  forgottenSets = 0;
  /** A template found no place. */
  isFull = false;

  domain(exporter: string, version: number, domain: number): Domain {
    let known = this.#exporters.get(exporter);
    if (known === undefined) {
      known = new Exporter(exporter, this);
      if (this.#exporters.size >= MAX_EXPORTERS) this.#forgetOldest();
    } else this.#exporters.delete(exporter);
    // At the end of the map are those seen last.
    this.#exporters.set(exporter, known);
    const key = `${version}:${domain}`;
    let found = known.domains.get(key);
    if (found === undefined) {
      // One who sends from ever more domains has templates in none of them: start again.
      if (known.domains.size >= MAX_DOMAINS) known.clear();
      found = new Domain(known, version, domain);
      known.domains.set(key, found);
    }
    return found;
  }

  /** Those seen longest ago come first, and so they do when they are read again. */
  save(writer: StateWriter): void {
    writer.section('exporters');
    writer.list(this.#exporters, ([name, { domains }]) => {
      writer.text(name);
      writer.list(domains.values(), (domain) => {
        writer.integer(domain.version);
        writer.integer(domain.number);
        domain.save(writer);
      });
    });
    writer.number(this.forgottenSets);
    writer.integer(this.isFull ? 1 : 0);
  }

  /** Into nothing. */
  load(reader: StateReader): void {
    reader.section('exporters');
    reader.list(MAX_EXPORTERS, () => {
      const name = reader.text(MAX_NAME);
      reader.list(MAX_DOMAINS, () => this.domain(name, reader.integer(), reader.integer()).load(reader));
    });
    this.forgottenSets = reader.amount();
    this.isFull = reader.flag();
  }

  #forgetOldest(): void {
    for (const [name, exporter] of this.#exporters) {
      exporter.clear();
      this.#exporters.delete(name);
      return;
    }
  }
}

function cost({ fields }: Template): number {
  return fields + OVERHEAD;
}

/** A set without a record takes room too. */
function waitingCost({ bytes }: WaitingSet): number {
  return bytes.length + OVERHEAD;
}
