import { compareSeverity } from '../../findings/finding.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { Analysis } from '../analysis.ts';
import { EventBatch } from '../event-batch.ts';
import { InputError } from '../input/input-error.ts';
import { compilePatterns } from '../patterns/compile-patterns.ts';
import type { Prefix } from '../../net/prefix.ts';
import { toFinding } from '../report/to-finding.ts';
import type { TrafficFinding } from '../report/traffic-finding.ts';
import type { Sighting } from '../sighting.ts';
import { Lateness } from './lateness.ts';
import { hashSeed, setHashSeed } from '../facts/hash.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { LiveInput } from './live-input.ts';
import { keyOf } from './sighting-key.ts';
import { Told, type Reason } from './told.ts';

/** A batch is handed over after that long, however few events are in it. */
const FLUSH_MS = 250;
/** What is to be told is asked after that long, and what is known saved. */
const LOOK_MS = 5000;
/** Where looking and saving take long they are done less often, so that they take no more than this part of the time. */
const LOOK_SHARE = 1 / 20;

/** A finding that is to be told now. */
export interface News {
  readonly reason: Reason;
  readonly finding: TrafficFinding;
}

export interface LiveReaderOptions {
  readonly own: readonly Prefix[];
  /** Seconds since 1970. */
  readonly now: () => number;
  /** What is to be told, the least severe first; never empty. */
  readonly onNews: (news: readonly News[]) => void;
  /**
   * Keeps what is known: takes it at once, and resolves when it is safe. News are told when they are: what was told is not
   * told again. Rejects with InputError.
   */
  readonly onSave?: () => Promise<void>;
  /** It could not be kept, the first time in a row. */
  readonly onUnsaved?: (error: InputError) => void;
}

/**
 * Reads inputs as they grow. The path is that of a file, from the decoder over the batch to the analysis; only a clock is
 * added, which closes batches and asks what is news. Windows are those of the events' own times.
 */
export class LiveReader {
  /** What all batches share: addresses and labels. */
  readonly events: EventBatch;
  readonly analysis: Analysis;
  readonly told = new Told();
  readonly lateness = new Lateness();
  readonly inputs: LiveInput[] = [];
  readonly #options: LiveReaderOptions;
  #seen = 0;
  #nextLook = performance.now() + LOOK_MS;
  /** While what is known is on its way to the disk. */
  #saving: Promise<void> | null = null;
  /** Why it could not be kept, the last time; null where it could. */
  unsaved: InputError | null = null;

  constructor(knowledge: Knowledge, options: LiveReaderOptions) {
    this.#options = options;
    this.events = new EventBatch((batch) => this.analysis.take(batch));
    this.analysis = new Analysis(this.events, compilePatterns(knowledge), options.own);
  }

  /** A batch for the input that is added next. */
  openBatch(): EventBatch {
    const place = this.inputs.length;
    const { addresses, labels } = this.events;
    const sink = (batch: EventBatch): void => {
      this.lateness.take(batch, this.#options.now());
      this.analysis.input = place;
      this.analysis.take(batch);
    };
    return new EventBatch(sink, addresses, labels);
  }

  /** Reads until all inputs have ended, or `signal` ends them. Rejects with what went wrong, after all was handed over. */
  async run(stop: AbortController): Promise<void> {
    const runs = this.inputs.map((input) => input.run());
    let timer: ReturnType<typeof setInterval> | undefined;
    const ticking = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        try {
          this.#tick(reject);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }, FLUSH_MS);
    });
    try {
      await Promise.race([Promise.all(runs), ticking]);
    } finally {
      clearInterval(timer);
      stop.abort();
      await Promise.allSettled(runs);
      await this.#end();
    }
  }

  /** All that was seen. May be called once, when `run` has ended. */
  finish(): readonly Sighting[] {
    return this.analysis.finish();
  }

  save(writer: StateWriter): void {
    writer.integer(hashSeed());
    this.events.addresses.save(writer);
    this.events.labels.save(writer);
    this.analysis.save(writer);
    this.told.save(writer);
    this.lateness.save(writer);
  }

  /** Goes on from there, with nothing read so far. */
  load(reader: StateReader): void {
    setHashSeed(reader.integer());
    this.events.addresses.load(reader);
    this.events.labels.load(reader);
    this.analysis.load(reader);
    this.told.load(reader);
    this.lateness.load(reader);
    this.#seen = this.analysis.explained.events;
  }

  async #end(): Promise<void> {
    try {
      await this.#saving;
      for (const input of this.inputs) input.flush();
      await this.#look();
      for (const input of this.inputs) input.end();
    } finally {
      await Promise.all(this.inputs.map((input) => input.close()));
    }
  }

  #tick(reject: (error: unknown) => void): void {
    const now = this.#options.now();
    for (const input of this.inputs) {
      input.moveTo(now);
      input.flush();
    }
    if (this.#saving !== null || performance.now() < this.#nextLook) return;
    this.#saving = this.#look()
      .catch(reject)
      .finally(() => (this.#saving = null));
  }

  /** Keeps what is known if there is anything new, and tells what is news of it. */
  async #look(): Promise<void> {
    const start = performance.now();
    const news = this.#news();
    const saved = this.#save();
    const spent = performance.now() - start;
    this.#nextLook = start + Math.max(LOOK_MS, spent / LOOK_SHARE);
    await saved;
    if (news.length > 0) this.#options.onNews(news);
  }

  /** What it takes is taken before this returns. */
  async #save(): Promise<void> {
    if (this.#options.onSave === undefined) return;
    try {
      await this.#options.onSave();
      this.unsaved = null;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (this.unsaved === null) this.#options.onUnsaved?.(error);
      this.unsaved = error;
    }
  }

  #news(): News[] {
    const { events } = this.analysis.explained;
    if (events === this.#seen) return [];
    this.#seen = events;
    const news: News[] = [];
    for (const [key, sighting] of largestOfEach(this.analysis.look())) {
      const { severity, tally, hosts, ports } = sighting;
      const targets = Math.max(hosts ?? tally.targets.size, ports ?? tally.ports.size);
      const reason = this.told.take(key, { severity, events: tally.events, targets });
      if (reason !== null) news.push({ reason, finding: toFinding(sighting, this.events.addresses) });
    }
    return news.sort(
      (a, b) => compareSeverity(a.finding.severity, b.finding.severity) || a.finding.count - b.finding.count,
    );
  }
}

/** Sightings that are no noise; of those that cannot be told apart the one with most events. */
function largestOfEach(sightings: readonly Sighting[]): Map<string, Sighting> {
  const largest = new Map<string, Sighting>();
  for (const sighting of sightings) {
    if (sighting.pattern.kind === 'harmless') continue;
    const key = keyOf(sighting);
    const known = largest.get(key);
    if (known === undefined || known.tally.events < sighting.tally.events) largest.set(key, sighting);
  }
  return largest;
}
