import type { Abilities } from '../decoders/decoder.ts';
import type { EventBatch } from '../event-batch.ts';
import { listenConnections, listenDatagrams, type Listener } from '../input/listen.ts';
import { noteGap } from '../input-totals.ts';
import type { InputSummary } from '../report/traffic-report.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { formatCount, plural } from '../words.ts';
import { LineDecoder, lineFormatOf } from './line-decoder.ts';
import type { LiveInput } from './live-input.ts';

const NEWLINE = 10;
const LINE_END = Buffer.from([NEWLINE]);

export interface ListeningOptions {
  /** Numeric; null for loopback. */
  readonly address: string | null;
  readonly port: number;
  readonly batch: EventBatch;
  readonly format: string | null;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly key: string;
  /** What another run saved of it. */
  readonly saved: StateReader | null;
  /** What is to be said of the time since then. */
  readonly gap: string | null;
  /** Senders over TCP wait for it; datagrams cannot. */
  readonly ready?: () => Promise<void> | null;
}

/** Syslog of other machines over UDP and TCP, each message a line. */
export class LiveSyslog implements LiveInput {
  readonly evident = null;
  readonly key: string;
  readonly #lines: LineDecoder;
  readonly #batch: EventBatch;
  readonly #signal: AbortSignal;
  #listeners: readonly Listener[] = [];

  private constructor({ batch, format, now, signal, key, saved, gap }: ListeningOptions) {
    this.key = key;
    this.#lines = new LineDecoder(lineFormatOf('syslog', Buffer.alloc(0), format), batch, now);
    this.#batch = batch;
    this.#signal = signal;
    if (saved !== null) this.#lines.load(saved);
    if (saved !== null && gap !== null) noteGap(this.#lines.decoder.totals.notes, gap);
  }

  /** Rejects with InputError. */
  static async open(options: ListeningOptions): Promise<LiveSyslog> {
    const input = new LiveSyslog(options);
    const onMessage = (message: Buffer): void => input.#take(message);
    const address = options.address === null ? {} : { address: options.address };
    const waiting = options.ready === undefined ? {} : { ready: options.ready };
    const datagrams = await listenDatagrams({ ...address, port: options.port, onMessage });
    input.#listeners = [datagrams];
    try {
      const connections = await listenConnections({ ...address, ...waiting, port: datagrams.port, onMessage });
      input.#listeners = [datagrams, connections];
    } catch (error) {
      await datagrams.close();
      throw error;
    }
    return input;
  }

  get title(): string {
    return `${this.#name}, UDP and TCP`;
  }

  async run(): Promise<void> {
    await ended(this.#signal);
  }

  flush(): void {
    this.#batch.flush();
  }

  moveTo(now: number): void {
    this.#lines.clock.moveTo(now);
  }

  end(): void {
    this.#lines.decoder.end();
  }

  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((one) => one.close()));
  }

  save(writer: StateWriter): void {
    this.#lines.save(writer, false);
  }

  get summary(): InputSummary {
    const { totals } = this.#lines.decoder;
    const notes = this.#listeners.flatMap((one) => notesOf(one));
    if (totals.malformed > 0) notes.push(`${plural(totals.malformed, 'message')} could not be read`);
    return this.#lines.summary(this.#name, notes);
  }

  get dropped(): number {
    return droppedOf(this.#listeners);
  }

  get abilities(): Abilities | null {
    return this.#lines.decoder.totals.records === 0 ? null : this.#lines.format.abilities;
  }

  #take(message: Buffer): void {
    let end = message.length;
    while (end > 0 && (message[end - 1] === NEWLINE || message[end - 1] === 0)) end--;
    if (end === 0) return;
    this.#lines.decoder.push(message.subarray(0, end));
    this.#lines.decoder.push(LINE_END);
  }

  get #name(): string {
    return `syslog on ${whereOf(this.#listeners[0])}`;
  }
}

/** `127.0.0.1:514`, `[::1]:514` */
export function whereOf(listener: Listener | undefined): string {
  if (listener === undefined) return 'no address';
  const { address, port } = listener;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What whoever reads the report must know of a listener: above all, what never came in. */
export function notesOf({ counts, notes }: Listener): string[] {
  const said = [...notes];
  const { kernelDrops, refused, cut } = counts;
  if (kernelDrops !== null && kernelDrops > 0) {
    said.push(`${plural(kernelDrops, 'datagram')} came faster than they were read, and the kernel dropped them`);
  }
  if (refused > 0) said.push(`${plural(refused, 'connection')} refused`);
  if (cut > 0) said.push(`${formatCount(cut)} messages were longer than 64 KiB, and cut`);
  return said;
}

/** Datagrams that the kernel threw away. */
export function droppedOf(listeners: readonly Listener[]): number {
  return listeners.reduce((sum, { counts }) => sum + (counts.kernelDrops ?? 0), 0);
}

export async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
