import type { Endpoint } from '../endpoint.ts';

/**
 * Told how an attempt ended: `code` is the system's name of the error, null for a connection; `ownPort` is our end's port
 * where both ends of a connection have the same address, else 0.
 */
export type AttemptEnded = (slot: number, code: string | null, ownPort: number) => void;

/** Opens TCP connections only to learn whether they open. Whoever makes one has asked the guard. */
export interface Connector {
  readonly name: 'ordinary' | 'fast';
  /** Begins an attempt; a slot holds one at a time. It may end before this returns. */
  connect(slot: number, endpoint: Endpoint): void;
  /** Closes the socket of an attempt, which then never ends. */
  abandon(slot: number): void;
  /** After the last attempt. */
  close(): void;
}
