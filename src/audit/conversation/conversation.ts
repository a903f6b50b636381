import type { Endpoint } from '../endpoint.ts';

/** Why nothing more can be read. */
export type Ending =
  /** The other side closed, or reset. */
  | 'closed'
  /** It said nothing for as long as was waited. */
  | 'silent'
  /** It said more than the budget takes. */
  | 'too-much'
  /** The check had no time left. */
  | 'out-of-time';

/** What is known of a TLS session. Certificates are not judged by being accepted: hosts of one's own often sign their own. */
export interface TlsSession {
  /** `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  /** ISO time the certificate ends; null where the peer showed none. */
  readonly notAfter: string | null;
  readonly subject: string | null;
}

/**
 * A TCP connection for asking, with a limit on everything: bytes both ways, silence, and the whole time. All of it is in the
 * transcript. Reading never throws: where nothing comes it gives null, and `ending` says why.
 */
export interface Conversation {
  readonly endpoint: Endpoint;
  /** Our own address of the connection. */
  readonly localAddress: string;
  readonly ending: Ending | null;
  /** Text is sent as Latin-1, byte by byte. Nothing happens once the conversation has ended. */
  send(data: string | Uint8Array): Promise<void>;
  /** Sends a line with CR LF. */
  sendLine(text: string): Promise<void>;
  /** The next line without its end, as Latin-1; a longer one than 4,096 bytes ends the conversation. */
  readLine(waitMs?: number): Promise<string | null>;
  /** So many bytes; null when fewer came, and these stay to be read by `readSome`. */
  readBytes(count: number, waitMs?: number): Promise<Uint8Array | null>;
  /** What is there, or comes first, up to so many bytes; null when nothing does. */
  readSome(maxBytes?: number, waitMs?: number): Promise<Uint8Array | null>;
  /** Goes on inside TLS; null where that fails, and the conversation has ended. */
  startTls(): Promise<TlsSession | null>;
  /** Notes something in the transcript that is no traffic. */
  note(text: string): void;
  close(): Promise<void>;
}

/** What one datagram was answered with. */
export interface DatagramAnswer {
  readonly bytes: Uint8Array;
  readonly port: number;
}

export interface DatagramAnswers {
  readonly answers: readonly DatagramAnswer[];
  /** The host said by ICMP that nothing listens there. */
  readonly isRefused: boolean;
}

/** A connection that did not come about. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly kind: 'refused' | 'silent' | 'unreachable' | 'failed';

  constructor(kind: ConnectFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
