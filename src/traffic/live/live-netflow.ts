import type { Abilities } from '../decoders/decoder.ts';
import { netflow, NetflowDatagrams } from '../decoders/netflow/netflow.ts';
import type { EventBatch } from '../event-batch.ts';
import { listenDatagrams, type Listener } from '../input/listen.ts';
import { loadTotals, newInputTotals, noteGap, saveTotals, type InputTotals } from '../input-totals.ts';
import type { InputSummary } from '../report/traffic-report.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { plural } from '../words.ts';
import { summaryOf } from './line-decoder.ts';
import type { LiveInput } from './live-input.ts';
import { droppedOf, ended, notesOf, whereOf, type ListeningOptions } from './live-syslog.ts';

/** NetFlow and IPFIX of routers over UDP. */
export class LiveNetflow implements LiveInput {
  readonly evident = null;
  readonly key: string;
  /** What came in other runs, and what it was. */
  readonly #earlier = newInputTotals();
  readonly #earlierVariant: string | null = null;
  readonly #datagrams = new NetflowDatagrams();
  readonly #batch: EventBatch;
  readonly #signal: AbortSignal;
  #listener: Listener | undefined;
  #foreign = 0;
  #malformed = 0;

  private constructor({ batch, signal, key, saved, gap }: ListeningOptions) {
    this.key = key;
    if (saved !== null) {
      loadTotals(this.#earlier, saved);
      if (gap !== null) noteGap(this.#earlier.notes, gap);
      const variant = saved.text();
      this.#earlierVariant = variant === '' ? null : variant;
      this.#foreign = saved.amount();
      this.#malformed = saved.amount();
    }
    this.#batch = batch;
    this.#signal = signal;
  }

  /** Rejects with InputError. */
  static async open(options: ListeningOptions): Promise<LiveNetflow> {
    const input = new LiveNetflow(options);
    input.#listener = await listenDatagrams({
      ...(options.address !== null && { address: options.address }),
      port: options.port,
      onMessage: (message, sender) => input.#take(message, sender),
    });
    return input;
  }

  get title(): string {
    return `${this.#name}, UDP`;
  }

  async run(): Promise<void> {
    await ended(this.#signal);
  }

  flush(): void {
    this.#batch.flush();
  }

  moveTo(): void {
    // Its records say their times in full.
  }

  end(): void {
    this.#batch.flush();
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  /** Templates are not kept: records wait for them anyway, and exporters send them again. */
  save(writer: StateWriter): void {
    saveTotals(this.#totals, writer);
    writer.text(this.#variant ?? '');
    writer.number(this.#foreign);
    writer.number(this.#malformed);
  }

  get summary(): InputSummary {
    const totals = this.#totals;
    const said = this.#listener === undefined ? [] : notesOf(this.#listener);
    const unread = this.#foreign + this.#malformed;
    if (unread > 0) said.push(`${plural(unread, 'datagram')} could not be read`);
    if (this.#foreign > 0) totals.foreign.set('datagrams of something else', this.#foreign);
    totals.records += this.#foreign;
    return summaryOf(this.#name, this.#variant ?? netflow.title, totals, said);
  }

  get dropped(): number {
    return droppedOf(this.#listener === undefined ? [] : [this.#listener]);
  }

  get abilities(): Abilities | null {
    return this.#variant === null ? null : netflow.abilities;
  }

  get #variant(): string | null {
    return this.#datagrams.variant ?? this.#earlierVariant;
  }

  /** Of this run and of those before, without datagrams of something else. */
  get #totals(): InputTotals {
    const { records, silent, malformed, firstMalformed, notes } = this.#datagrams.totals;
    const earlier = this.#earlier;
    const foreign = new Map(earlier.foreign);
    for (const [what, count] of silent) foreign.set(what, (foreign.get(what) ?? 0) + count);
    return {
      records: earlier.records + records,
      events: 0,
      silent: earlier.silent + [...silent.values()].reduce((sum, count) => sum + count, 0),
      foreign,
      malformed: earlier.malformed + malformed,
      firstMalformed: [...earlier.firstMalformed, ...firstMalformed].slice(0, 8),
      bytes: earlier.bytes + (this.#listener?.counts.bytes ?? 0),
      notes: new Set([...earlier.notes, ...notes]),
    };
  }

  #take(message: Buffer, sender: string): void {
    const verdict = this.#datagrams.read(message, sender, this.#batch);
    if (verdict === 'foreign') this.#foreign++;
    else if (verdict === 'malformed') this.#malformed++;
  }

  get #name(): string {
    return `NetFlow on ${whereOf(this.#listener)}`;
  }
}
