import { abilitiesOf, type Abilities } from '../decoders/decoder.ts';
import { pcap } from '../decoders/capture/pcap.ts';
import { Clock } from '../decoders/clock.ts';
import { InputDecoder } from '../decoders/input-decoder.ts';
import { EventBatch } from '../event-batch.ts';
import { FlowAssembler } from '../flows/flow-assembler.ts';
import { Tcpdump } from '../input/tcpdump.ts';
import type { InputSummary } from '../report/traffic-report.ts';
import { summaryOf } from './line-decoder.ts';
import type { LiveInput } from './live-input.ts';

export interface CaptureOptions {
  /** As `ip link` has it, or `any`. */
  readonly interfaceName: string;
  /** Takes connections. */
  readonly batch: EventBatch;
  readonly sink: (batch: EventBatch) => void;
  /** Seconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly ready?: () => Promise<void> | null;
}

/** Packets of an interface, joined to connections, which are handed on when they end or are idle. */
export class LiveCapture implements LiveInput {
  readonly evident = null;
  readonly key: string;
  readonly title: string;
  readonly abilities: Abilities = abilitiesOf(pcap);
  readonly #tcpdump: Tcpdump;
  readonly #decoder: InputDecoder;
  readonly #packets: EventBatch;
  readonly #flows: FlowAssembler;
  readonly #ready: () => Promise<void> | null;

  constructor({ interfaceName, batch, sink, now, signal, ready = () => null }: CaptureOptions) {
    this.key = `packets of ${interfaceName}`;
    this.title = `${this.key}, with tcpdump`;
    this.#ready = ready;
    this.#tcpdump = new Tcpdump(interfaceName, signal);
    this.#flows = new FlowAssembler(sink, batch.addresses, batch.labels);
    this.#packets = new EventBatch((full) => this.#flows.take(full), batch.addresses, batch.labels);
    this.#decoder = new InputDecoder(pcap, [], { clock: new Clock(now) }, this.#packets);
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#ready();
      const count = await this.#tcpdump.read(this.#decoder.space);
      if (count === 0) return;
      this.#decoder.advance(count);
    }
  }

  flush(): void {
    this.#packets.flush();
  }

  moveTo(now: number): void {
    this.#packets.flush();
    this.#flows.passTime(now);
  }

  end(): void {
    this.#decoder.end();
    this.#flows.flush();
  }

  async close(): Promise<void> {
    this.#tcpdump.close();
    await this.#tcpdump.ended();
  }

  save(): void {
    // Packets that nobody takes are gone: there is no place to go on from.
  }

  get summary(): InputSummary {
    const { dropped } = this.#tcpdump;
    const notes =
      dropped > 0 ? [`${dropped} packets came faster than tcpdump read them, and the kernel dropped them`] : [];
    return summaryOf(this.key, pcap.title, this.#decoder.totals, notes);
  }

  get dropped(): number {
    return this.#tcpdump.dropped;
  }
}
