import type { PageToken } from '../page/page-token.ts';
import type { Caller } from '../tokens/token-book.ts';

/** By what a request came in, which says how far it is believed. */
export interface Door {
  /** The Unix socket: only the owner of the file can open it, and needs no token. */
  readonly isOwners: boolean;
  /** A plain port of loopback: whoever calls it by another name was led there by a name server (DNS rebinding). */
  readonly isLoopbackOnly: boolean;
  /** With TLS, here or in a proxy before it: cookies are for such doors only. */
  readonly isSecure: boolean;
  /** Of the page that is shown behind it; null where there is none. */
  readonly page: PageToken | null;
}

/** What handlers learn besides the request. */
export interface AppEnv {
  Variables: { caller: Caller };
}
