import type { Caller } from '../tokens/token-book.ts';

/** By what a request came in, which says how far it is believed. */
export interface Door {
  /** The Unix socket: only the owner of the file can open it, and needs no token. */
  readonly isOwners: boolean;
  /** A plain port of loopback: whoever calls it by another name was led there by a name server (DNS rebinding). */
  readonly isLoopbackOnly: boolean;
}

/** What handlers learn besides the request. */
export interface AppEnv {
  Variables: { caller: Caller };
}
