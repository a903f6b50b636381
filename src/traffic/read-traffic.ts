import type { Knowledge } from '../knowledge/knowledge.ts';
import { Analysis } from './analysis.ts';
import { Clock } from './decoders/clock.ts';
import { abilitiesOf, isCapture, type Abilities, type LineFormat, type TrafficFormat } from './decoders/decoder.ts';
import { findFormat, headOf } from './decoders/find-format.ts';
import { FORMATS } from './decoders/formats.ts';
import { InputDecoder } from './decoders/input-decoder.ts';
import { openScanner, type NetfilterScanner } from './decoders/netfilter/netfilter-scanner.ts';
import { EventBatch, type EventSink } from './event-batch.ts';
import { FlowAssembler } from './flows/flow-assembler.ts';
import { InputError } from './input/input-error.ts';
import { openInput, type Input } from './input/open-input.ts';
import { compilePatterns } from './patterns/compile-patterns.ts';
import type { Prefix } from '../net/prefix.ts';
import { findingsOf } from './report/findings-of.ts';
import { summarise } from './report/summarise.ts';
import type { InputSummary, TrafficReport } from './report/traffic-report.ts';
import type { Sighting } from './sighting.ts';

/** Enough to know any format by. */
const HEAD_BYTES = 65_536;

export interface TrafficOptions {
  /** Networks that are ours; empty where that is to be found out. */
  readonly own: readonly Prefix[];
  /** Id of the format, where the user knows better; null to find out. */
  readonly format: string | null;
  /** Seconds since 1970 that a log without years is not later than, where the file does not say when it was written. */
  readonly now: number;
  /** The netfilter scanner in WebAssembly, if there is one: without it the same is read, more slowly. */
  readonly scanner?: Uint8Array | null;
  /** Called after every piece of an input. */
  readonly onProgress?: (progress: Progress) => void;
  /** Sees every batch of events that the analysis has taken. */
  readonly onEvents?: (batch: EventBatch) => void;
}

/** How far the reading is. */
export interface Progress {
  /** Place of the input in the list. */
  readonly input: number;
  /** Bytes of it as it lies on the disk; `total` is null where that is not known. */
  readonly done: number;
  readonly total: number | null;
  /** Of all inputs so far. */
  readonly events: number;
  /** What is noticed by then; counted when it is asked for. */
  readonly noticed: () => number;
  /** What is seen by then, without the texts of evidence; it is put together when it is asked for, which takes a while. */
  readonly look: () => TrafficReport;
}

/** Sees the bytes of an input on their way to its decoder. */
export interface ByteTap {
  begin(format: TrafficFormat): void;
  /** The next bytes; their events come after this. */
  bytes(chunk: Uint8Array): void;
  /** The events of these bytes have been handed on, or wait in the batch. */
  done(): void;
}

export interface ReadInput {
  /** By which its evidence is read again. */
  readonly input: Pick<Input, 'path' | 'identity' | 'packing'>;
  readonly summary: InputSummary;
  readonly abilities: Abilities | null;
}

export interface ReadTraffic {
  readonly inputs: readonly ReadInput[];
  readonly analysis: Analysis;
  readonly sightings: readonly Sighting[];
  readonly batch: EventBatch;
}

/** Reads inputs to their end and says what they show. Rejects with InputError where none can be read. */
export async function readTraffic(
  paths: readonly string[],
  knowledge: Knowledge,
  options: TrafficOptions,
): Promise<ReadTraffic> {
  const reader = new TrafficReader(options, (batch) => {
    analysis.take(batch);
    options.onEvents?.(batch);
  });
  const analysis = new Analysis(reader.events, compilePatterns(knowledge), options.own);
  reader.onPiece = (input, { position, size }) => {
    if (options.onProgress === undefined) return undefined;
    const { events } = analysis.explained;
    options.onProgress({
      input,
      done: position,
      total: size,
      events,
      noticed: () => analysis.noticed,
      look: () => lookAt(analysis, reader.events),
    });
    return undefined;
  };
  const inputs = await reader.readAll(paths, (place) => (analysis.input = place));
  return { inputs, analysis, sightings: analysis.finish(), batch: reader.events };
}

function lookAt(analysis: Analysis, { addresses, labels }: EventBatch): TrafficReport {
  const sightings = analysis.look();
  return {
    summary: summarise({ analysis, sightings, inputs: [], labels }),
    findings: findingsOf(sightings, addresses),
  };
}

/** Reads inputs one after the other, and hands their events to one sink: packets of captures as connections. */
export class TrafficReader {
  /** What the sink sees first; captures come in batches with the same addresses and labels. */
  readonly events: EventBatch;
  /** Told after every piece of an input; the next one is read when what it gives back has come to pass. */
  onPiece: (place: number, input: Input) => Promise<void> | undefined = () => undefined;
  readonly #options: Pick<TrafficOptions, 'format' | 'now' | 'scanner'>;
  /** Packets of a capture, on their way to becoming connections. */
  readonly #packets: EventBatch;
  readonly #flows: FlowAssembler;
  readonly #tap: ByteTap | null;
  readonly #scanner: NetfilterScanner | null;

  constructor(
    options: Pick<TrafficOptions, 'format' | 'now' | 'scanner'>,
    sink: EventSink,
    tap: ByteTap | null = null,
  ) {
    this.#options = options;
    this.#tap = tap;
    this.#scanner = openScanner(options.scanner ?? null);
    this.events = new EventBatch(sink, undefined, undefined, this.#scanner?.columns);
    this.#packets = new EventBatch((batch) => this.#flows.take(batch), this.events.addresses, this.events.labels);
    this.#flows = new FlowAssembler(sink, this.events.addresses, this.events.labels);
  }

  /** One that cannot be read is told in its summary; rejects with InputError where none can. `begin` is told each place. */
  async readAll(paths: readonly string[], begin: (place: number) => void): Promise<ReadInput[]> {
    const inputs: ReadInput[] = [];
    let failure: InputError | null = null;
    let failed = 0;
    for (const [place, path] of paths.entries()) {
      begin(place);
      try {
        inputs.push(await this.#read(path, place));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        failure ??= error;
        failed++;
        inputs.push(unreadable(path, error));
      }
    }
    if (failure !== null && failed === paths.length) throw failure;
    return inputs;
  }

  async #read(path: string, place: number): Promise<ReadInput> {
    const input = await openInput(path);
    try {
      return await this.#readOpen(input, place);
    } finally {
      input.close();
    }
  }

  async #readOpen(input: Input, place: number): Promise<ReadInput> {
    const head = await readHead(input);
    const found = this.#formatOf(head, input);
    if (found === null) {
      const summary = { ...emptySummary(input), bytes: head.length };
      return { input, summary, abilities: null };
    }
    const { format, others } = found;
    const clock = new Clock(input.modified ?? this.#options.now);
    const lines = FORMATS.filter((one): one is LineFormat => one.kind === 'line' && one !== format);
    const decoder = new InputDecoder(
      format,
      lines,
      { clock, scanner: this.#scanner },
      isCapture(format) ? this.#packets : this.events,
    );
    const tap = this.#tap;
    tap?.begin(format);
    tap?.bytes(head);
    decoder.push(head);
    tap?.done();
    for (;;) {
      const { space } = decoder;
      const count = await input.read(space);
      if (count === 0) break;
      tap?.bytes(space.subarray(0, count));
      decoder.advance(count);
      tap?.done();
      const waiting = this.onPiece(place, input);
      if (waiting !== undefined) await waiting;
    }
    decoder.end();
    tap?.done();
    if (isCapture(format)) this.#flows.flush();
    this.events.flush();
    const { totals, titles } = decoder;
    for (const note of input.notes) totals.notes.add(note);
    const summary: InputSummary = {
      name: input.name,
      format: titles.join(', '),
      others: others.map(({ title }) => title),
      bytes: totals.bytes,
      records: totals.records,
      silent: totals.silent,
      malformed: totals.malformed,
      firstMalformed: totals.firstMalformed,
      foreign: Object.fromEntries([...totals.foreign].sort(([, a], [, b]) => b - a)),
      notes: [...totals.notes],
      error: null,
    };
    return { input, summary, abilities: abilitiesOf(format) };
  }

  #formatOf(
    head: Buffer,
    input: Input,
  ): { readonly format: TrafficFormat; readonly others: readonly TrafficFormat[] } | null {
    const { format: wanted } = this.#options;
    const told = FORMATS.find(({ id }) => id === wanted);
    if (told !== undefined) return { format: told, others: [] };
    return findFormat(headOf(head, input.name), FORMATS);
  }
}

/** The first bytes, as many as there are of them. */
async function readHead(input: Input): Promise<Buffer> {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  let length = 0;
  while (length < head.length) {
    const count = await input.read(head.subarray(length));
    if (count === 0) break;
    length += count;
  }
  return head.subarray(0, length);
}

function unreadable(path: string, { message }: InputError): ReadInput {
  const name = path === '-' ? 'standard input' : path;
  return {
    input: { path: null, identity: '', packing: 'none' },
    summary: { ...emptySummary({ name, notes: new Set() }), error: message },
    abilities: null,
  };
}

function emptySummary({ name, notes }: Pick<Input, 'name' | 'notes'>): InputSummary {
  return {
    name,
    format: null,
    others: [],
    bytes: 0,
    records: 0,
    silent: 0,
    malformed: 0,
    firstMalformed: [],
    foreign: {},
    notes: [...notes],
    error: null,
  };
}
