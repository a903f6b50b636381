/**
 * Where a spool's messages go: a store on this machine, a collector over HTTP, a broker. What is accepted here is safe there: the spool
 * forgets it.
 */
export interface Sink {
  /** For people: `the store /var/lib/portolan`, `https://collector:7654`. */
  readonly name: string;
  /** Sends one message (`store/batch-message.ts`). Throws SinkError. */
  send(message: Uint8Array, signal: AbortSignal): Promise<'stored' | 'duplicate'>;
  close(): Promise<void>;
}

/** The message was not accepted. */
export class SinkError extends Error {
  override readonly name = 'SinkError';
  /** Whether sending the same bytes later may help: no for a message that is refused for what it is, or a token that is none. */
  readonly isTemporary: boolean;

  constructor(message: string, isTemporary: boolean) {
    super(message);
    this.isTemporary = isTemporary;
  }
}
