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
  /** Whether sending the same bytes later may help: no only for a message that is refused for what it is. A token can be mended. */
  readonly isTemporary: boolean;

  constructor(message: string, isTemporary: boolean) {
    super(message);
    this.isTemporary = isTemporary;
  }
}
