import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Overlay } from '../../knowledge/overlay.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';

/** What the API answers from. */
export interface ApiDesk {
  /** The whole of it in memory: it is asked again and again. */
  readonly knowledge: Knowledge;
  /** The user's notes, as they stand now. */
  readonly overlay: () => Promise<Overlay>;
  /** Reads the sockets of this machine. Throws where there is no way to, with a message for people. */
  readonly takeSnapshot: (request: SnapshotRequest) => Promise<Snapshot>;
  readonly now: () => Date;
  /** Of this program, and so of its knowledge. */
  readonly version: string;
  /** Name of this machine. */
  readonly host: string;
}

/** A request that has no answer: the message says what was wrong, and what to ask instead. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: 400 | 404;

  constructor(status: ApiError['status'], message: string) {
    super(message);
    this.status = status;
  }
}
