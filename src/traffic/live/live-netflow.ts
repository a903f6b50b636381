import type { Abilities } from '../decoders/decoder.ts';
import { netflow, NetflowDatagrams } from '../decoders/netflow/netflow.ts';
import type { EventBatch } from '../event-batch.ts';
import { listenDatagrams, type Listener } from '../input/listen.ts';
import type { InputSummary } from '../report/traffic-report.ts';
import { plural } from '../words.ts';
import type { LiveInput } from './live-input.ts';
import { ended, notesOf, whereOf, type ListeningOptions } from './live-syslog.ts';

/** NetFlow and IPFIX of routers over UDP. */
export class LiveNetflow implements LiveInput {
  readonly evident = null;
  readonly #datagrams = new NetflowDatagrams();
  readonly #batch: EventBatch;
  readonly #signal: AbortSignal;
  #listener: Listener | undefined;
  #foreign = 0;
  #malformed = 0;

  private constructor({ batch, signal }: ListeningOptions) {
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

  get summary(): InputSummary {
    const { records, silent, malformed, firstMalformed, notes } = this.#datagrams.totals;
    const said = [...notes, ...(this.#listener === undefined ? [] : notesOf(this.#listener))];
    const unread = this.#foreign + this.#malformed;
    if (unread > 0) said.push(`${plural(unread, 'datagram')} could not be read`);
    return {
      name: this.#name,
      format: this.#datagrams.variant ?? netflow.title,
      others: [],
      bytes: this.#listener?.counts.bytes ?? 0,
      records: records + this.#foreign,
      silent: [...silent.values()].reduce((sum, count) => sum + count, 0),
      malformed,
      firstMalformed: [...firstMalformed],
      foreign: {
        ...Object.fromEntries(silent),
        ...(this.#foreign > 0 && { 'datagrams of something else': this.#foreign }),
      },
      notes: said,
      error: null,
    };
  }

  get abilities(): Abilities | null {
    return this.#datagrams.variant === null ? null : netflow.abilities;
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
