import type { Knowledge } from '../knowledge/knowledge.ts';
import { Analysis } from './analysis.ts';
import { Clock } from './decoders/clock.ts';
import type { Abilities, LineFormat, TrafficFormat } from './decoders/decoder.ts';
import { findFormat, headOf } from './decoders/find-format.ts';
import { FORMATS } from './decoders/formats.ts';
import { InputDecoder } from './decoders/input-decoder.ts';
import { EventBatch } from './event-batch.ts';
import { FlowAssembler } from './flows/flow-assembler.ts';
import { openInput, type Input } from './input/open-input.ts';
import { compilePatterns } from './patterns/compile-patterns.ts';
import type { Prefix } from './prefix.ts';
import type { InputSummary } from './report/traffic-report.ts';
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
  /** Called from time to time with the bytes read and the size of all inputs, null where it is not known. */
  readonly onProgress?: (done: number, total: number | null) => void;
  /** Sees every batch of events that the analysis has taken. */
  readonly onEvents?: (batch: EventBatch) => void;
}

export interface ReadInput {
  readonly input: Input;
  readonly summary: InputSummary;
  readonly abilities: Abilities | null;
}

export interface ReadTraffic {
  readonly inputs: readonly ReadInput[];
  readonly analysis: Analysis;
  readonly sightings: readonly Sighting[];
  readonly batch: EventBatch;
}

/** Reads inputs to their end and says what they show. Rejects with InputError where one cannot be read. */
export async function readTraffic(
  paths: readonly string[],
  knowledge: Knowledge,
  options: TrafficOptions,
): Promise<ReadTraffic> {
  const reader = new TrafficReader(knowledge, options);
  const inputs: ReadInput[] = [];
  for (const path of paths) inputs.push(await reader.read(path, inputs.length));
  return { inputs, analysis: reader.analysis, sightings: reader.analysis.finish(), batch: reader.events };
}

class TrafficReader {
  /** What the analysis sees. */
  readonly events: EventBatch;
  readonly analysis: Analysis;
  readonly #options: TrafficOptions;
  /** Packets of a capture, on their way to becoming connections. */
  readonly #packets: EventBatch;
  readonly #flows: FlowAssembler;

  constructor(knowledge: Knowledge, options: TrafficOptions) {
    this.#options = options;
    const take = (batch: EventBatch): void => {
      this.analysis.take(batch);
      options.onEvents?.(batch);
    };
    this.events = new EventBatch(take);
    this.analysis = new Analysis(this.events, compilePatterns(knowledge), options.own);
    this.#packets = new EventBatch((batch) => this.#flows.take(batch), this.events.addresses, this.events.labels);
    this.#flows = new FlowAssembler(take, this.events.addresses, this.events.labels);
  }

  async read(path: string, place: number): Promise<ReadInput> {
    const input = await openInput(path);
    this.analysis.input = place;
    try {
      return await this.#readOpen(input);
    } finally {
      input.close();
    }
  }

  async #readOpen(input: Input): Promise<ReadInput> {
    const head = await readHead(input);
    const found = this.#formatOf(head, input);
    if (found === null) {
      const summary = { ...emptySummary(input), bytes: head.length };
      return { input, summary, abilities: null };
    }
    const { format, others } = found;
    const isCapture = format.kind === 'stream' && format.abilities.granularity === 'packet';
    const clock = new Clock(input.modified ?? this.#options.now);
    const lines = FORMATS.filter((one): one is LineFormat => one.kind === 'line' && one !== format);
    const decoder = new InputDecoder(format, lines, { clock }, isCapture ? this.#packets : this.events);
    decoder.push(head);
    for (;;) {
      const count = await input.read(decoder.space);
      if (count === 0) break;
      decoder.advance(count);
      this.#options.onProgress?.(input.position, input.size);
    }
    decoder.end();
    if (isCapture) this.#flows.flush();
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
    };
    return { input, summary, abilities: format.abilities };
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

function emptySummary({ name, notes }: Input): InputSummary {
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
  };
}
