import type { Abilities } from '../decoders/decoder.ts';
import { netflow, NetflowDatagrams } from '../decoders/netflow/netflow.ts';
import type { EventBatch } from '../event-batch.ts';
import { listenDatagrams, type Listener } from '../input/listen.ts';
import { MAX_GAPS, noteGap, type InputTotals } from '../input-totals.ts';
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
  /** When nobody read. */
  readonly #gaps = new Set<string>();
  /** Of other runs. */
  readonly #earlierBytes: number = 0;
  readonly #datagrams = new NetflowDatagrams();
  readonly #batch: EventBatch;
  readonly #signal: AbortSignal;
  #listener: Listener | undefined;
  #foreign = 0;
  #malformed = 0;

  private constructor({ batch, signal, key, saved, gap }: ListeningOptions) {
    this.key = key;
    if (saved !== null) {
      this.#datagrams.load(saved);
      saved.list(MAX_GAPS, () => this.#gaps.add(saved.text()));
      if (gap !== null) noteGap(this.#gaps, gap);
      this.#earlierBytes = saved.amount();
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

  save(writer: StateWriter): void {
    this.#datagrams.save(writer);
    writer.list(this.#gaps, (gap) => writer.text(gap));
    writer.number(this.#bytes);
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
    return summaryOf(this.#name, this.#datagrams.variant ?? netflow.title, totals, said);
  }

  get dropped(): number {
    return droppedOf(this.#listener === undefined ? [] : [this.#listener]);
  }

  get abilities(): Abilities | null {
    return this.#datagrams.variant === null ? null : netflow.abilities;
  }

  get #bytes(): number {
    return this.#earlierBytes + (this.#listener?.counts.bytes ?? 0);
  }

  /** Of this run and of those before, without datagrams of something else. */
  get #totals(): InputTotals {
    const { records, silent, malformed, firstMalformed, notes } = this.#datagrams.totals;
    return {
      records,
      events: 0,
      silent: [...silent.values()].reduce((sum, count) => sum + count, 0),
      foreign: new Map(silent),
      malformed,
      firstMalformed: [...firstMalformed],
      bytes: this.#bytes,
      notes: new Set([...this.#gaps, ...notes]),
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
