import { formatPortKey, type PortKey } from '../net/port.ts';
import type { Transport } from '../net/transport.ts';
import { Artefact, type ByteSource } from './artefact.ts';
import type { Claim } from './claim.ts';
import type { Dossier } from './dossier.ts';
import { unpackKeys } from './packed-keys.ts';
import type { Pattern } from './pattern.ts';
import type { Program, ProgramOnPort } from './program.ts';
import { RecordList } from './record-list.ts';
import { Registry } from './registry.ts';
import type { IndexData } from './search/index-part.ts';
import type { Source } from './source.ts';
import { SpanTable } from './span-table.ts';

/** What the hand-written layer has on a run of ports: indexes of records, the narrowest dossier first. */
export interface HandWrittenOnPort {
  readonly dossiers: readonly number[];
  /** Program and which of its ports. */
  readonly programs: readonly (readonly [program: number, association: number])[];
}

/** Dossiers and programs by what people call them, in lower case. */
export interface NameDirectory {
  readonly dossiers: Readonly<Record<string, readonly number[]>>;
  readonly programs: Readonly<Record<string, readonly number[]>>;
}

/** A traffic pattern in brief, for whoever meets one of its ports. */
export type PatternInBrief = Pick<Pattern, 'id' | 'title' | 'kind' | 'severity'>;

/** The knowledge base, opened from its compiled form. Nothing is read before it is asked for. */
export class Knowledge {
  readonly registry: Registry;
  /** Date of the IANA snapshot. */
  readonly registryUpdated: string;
  readonly #artefact: Artefact;
  readonly #handWritten: Partial<Record<Transport, SpanTable<HandWrittenOnPort>>> = {};
  #dossiers: RecordList<Dossier> | null = null;
  #programs: RecordList<Program> | null = null;
  #patterns: RecordList<Pattern> | null = null;
  #patternsInBrief: readonly PatternInBrief[] | null = null;
  #sources: RecordList<Source> | null = null;
  #sourceIds: readonly string[] | null = null;
  #serviceNames: Readonly<Record<string, string>> | null = null;
  #names: NameDirectory | null = null;

  /** Throws ArtefactError when the bytes are not a knowledge base of this program's layout. */
  constructor(source: ByteSource) {
    this.#artefact = new Artefact(source);
    this.registry = new Registry(this.#artefact);
    this.registryUpdated = this.#artefact.header.registryUpdated;
  }

  /** Dossiers whose ports include this one, the narrowest first: 6006 before 6000-6063. */
  dossiersOn(port: number, transport: Transport): Dossier[] {
    return this.#handWrittenOn(port, transport).value.dossiers.map((record) => this.#dossierList.at(record));
  }

  /** Last port up to which the hand-written layer has the same to say as of this port. */
  handWrittenUntil(port: number, transport: Transport): number {
    return this.#handWrittenOn(port, transport).to;
  }

  /** Dossiers written about exactly this range of ports. */
  dossiersAbout(key: PortKey): Dossier[] {
    const text = formatPortKey(key);
    return this.dossiersOn(key.from, key.transport).filter((dossier) => dossier.keys.includes(text));
  }

  /** How many records of each kind there are. */
  get counts(): { readonly dossiers: number; readonly programs: number; readonly patterns: number } {
    return {
      dossiers: this.#dossierList.length,
      programs: this.#programList.length,
      patterns: this.#patternList.length,
    };
  }

  /** RangeError for a number that is no dossier's. */
  dossierAt(index: number): Dossier {
    return this.#dossierList.at(index);
  }

  programAt(index: number): Program {
    return this.#programList.at(index);
  }

  patternAt(index: number): Pattern {
    return this.#patternList.at(index);
  }

  dossiersNamed(name: string): Dossier[] {
    const records = own(this.#nameDirectory.dossiers, name.toLowerCase()) ?? [];
    return records.map((record) => this.#dossierList.at(record));
  }

  *dossiers(): Generator<Dossier> {
    for (let record = 0; record < this.#dossierList.length; record++) yield this.#dossierList.at(record);
  }

  /** Malicious programs on record for the port: history, never evidence about a process. */
  programsOn(port: number, transport: Transport): ProgramOnPort[] {
    const found: ProgramOnPort[] = [];
    for (const [record, index] of this.#handWrittenOn(port, transport).value.programs) {
      const program = this.#programList.at(record);
      const association = program.ports[index];
      if (association !== undefined) found.push({ program, association });
    }
    return found;
  }

  programsNamed(name: string): Program[] {
    const records = own(this.#nameDirectory.programs, name.toLowerCase()) ?? [];
    return records.map((record) => this.#programList.at(record));
  }

  *programs(): Generator<Program> {
    for (let record = 0; record < this.#programList.length; record++) yield this.#programList.at(record);
  }

  /** A traffic pattern by its id, `fraggle`; null when there is none. */
  pattern(id: string): Pattern | null {
    const index = this.patternsInBrief.findIndex((pattern) => pattern.id === id);
    return index === -1 ? null : this.#patternList.at(index);
  }

  /** All patterns, without what it costs to read them. */
  get patternsInBrief(): readonly PatternInBrief[] {
    return (this.#patternsInBrief ??= this.#artefact.json<readonly PatternInBrief[]>('patterns.brief'));
  }

  /** Ports and ranges (`5900-5910`) of the service dossiers that name each pattern. */
  get portsOfPatterns(): Readonly<Record<string, readonly string[]>> {
    return this.#artefact.json('patterns.named');
  }

  *patterns(): Generator<Pattern> {
    for (let record = 0; record < this.#patternList.length; record++) yield this.#patternList.at(record);
  }

  /** Keys (`443/tcp`) that the registry lists under a service name; names are case-insensitive (RFC 6335 5.1). */
  portsOfService(name: string): readonly string[] {
    const packed = own(this.#registeredNames, name.toLowerCase());
    return packed === undefined ? [] : unpackKeys(packed);
  }

  /** Every name of the registry, in lower case. */
  serviceNames(): string[] {
    return Object.keys(this.#registeredNames);
  }

  /** What `portolan search` looks words up in. */
  searchIndex(): IndexData {
    return {
      words: this.#artefact.text('search.words'),
      cards: this.#artefact.bytes('search.cards'),
      fields: this.#artefact.bytes('search.fields'),
      places: this.#artefact.bytes('search.places'),
    };
  }

  /** Everything that a port can be asked for by, in lower case. */
  *allNames(): Generator<string> {
    yield* Object.keys(this.#nameDirectory.dossiers);
    yield* Object.keys(this.#nameDirectory.programs);
    yield* Object.keys(this.#registeredNames);
  }

  /** The checked claims of the source documents, in their order. */
  claims(): readonly Claim[] {
    return this.#artefact.json<readonly Claim[]>('claims');
  }

  /** Groups of words that stand for one another in a search. */
  synonyms(): readonly (readonly string[])[] {
    return this.#artefact.json<readonly (readonly string[])[]>('synonyms');
  }

  /** A source by id. CVE ids need no entry of their own: their record is at cve.org. Null when unknown. */
  source(id: string): Source | null {
    this.#sourceIds ??= this.#artefact.json<readonly string[]>('sources.ids');
    this.#sources ??= new RecordList(this.#artefact, 'sources');
    const index = this.#sourceIds.indexOf(id);
    if (index !== -1) return this.#sources.at(index);
    if (!id.startsWith('cve-')) return null;
    const cve = id.toUpperCase();
    return { id, kind: 'cve', title: cve, ref: `https://www.cve.org/CVERecord?id=${cve}` };
  }

  #handWrittenOn(port: number, transport: Transport) {
    const table = (this.#handWritten[transport] ??= new SpanTable(
      this.#artefact,
      `hand-written.${transport}`,
      'hand-written.values',
    ));
    return table.lookUp(port);
  }

  get #dossierList(): RecordList<Dossier> {
    return (this.#dossiers ??= new RecordList(this.#artefact, 'dossiers'));
  }

  get #programList(): RecordList<Program> {
    return (this.#programs ??= new RecordList(this.#artefact, 'programs'));
  }

  get #patternList(): RecordList<Pattern> {
    return (this.#patterns ??= new RecordList(this.#artefact, 'patterns'));
  }

  get #nameDirectory(): NameDirectory {
    return (this.#names ??= this.#artefact.json<NameDirectory>('names'));
  }

  get #registeredNames(): Readonly<Record<string, string>> {
    return (this.#serviceNames ??= this.#artefact.json<Record<string, string>>('registry.names'));
  }
}

/** A person may ask for `constructor`, which every object of JSON inherits. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
