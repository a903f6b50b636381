import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { PassThrough, type Readable } from 'node:stream';

/** Longer than this nobody waits for the rest, in milliseconds. */
const PATIENCE_MS = 300_000;

/**
 * Standard input and output, with an end that waits: the usual transport drops what is under way when the input ends, and a client that writes
 * its questions and closes would never see an answer.
 */
export class PatientTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onclose?: Transport['onclose'];
  onerror?: Transport['onerror'];
  readonly #input = new PassThrough();
  readonly #inner = new StdioServerTransport(this.#input);
  /** Questions without an answer yet. */
  readonly #underWay = new Set<string | number>();
  #whenIdle: () => void = () => undefined;

  constructor(input: Readable) {
    input.pipe(this.#input, { end: false });
  }

  async start(): Promise<void> {
    this.#inner.onmessage = (message) => {
      this.#note(message);
      this.onmessage?.(message);
    };
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    await this.#inner.start();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#inner.send(message);
    if (!('method' in message) && message.id !== undefined) this.#forget(message.id);
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  /** Resolves when what has come is answered, or cancelled. */
  async finished(): Promise<void> {
    while (this.#input.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
    if (this.#underWay.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    clearTimeout(timer);
  }

  #note(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if ('id' in message) this.#underWay.add(message.id);
    const cancelled = message.method === 'notifications/cancelled' ? message.params?.['requestId'] : undefined;
    if (typeof cancelled === 'string' || typeof cancelled === 'number') this.#forget(cancelled);
  }

  #forget(id: string | number): void {
    this.#underWay.delete(id);
    if (this.#underWay.size === 0) this.#whenIdle();
  }
}
