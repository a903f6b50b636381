import { createSocket } from 'node:dgram';
import type { Endpoint } from '../endpoint.ts';
import { isSameAddress } from './same-address.ts';

export interface TryOptions {
  /** A connected socket hears ICMP messages, and answers only from the port that was asked (ip(7), udp(7)). */
  readonly isConnected: boolean;
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What came of one datagram: an answer of so many bytes, an error of the system, or null for nothing. */
export type TryEnd = { readonly bytes: number } | { readonly code: string } | null;

/** Sends one datagram and waits for the first answer of the host. Whoever calls it has asked the guard. Never throws. */
export function tryDatagram(endpoint: Endpoint, request: Uint8Array, options: TryOptions): Promise<TryEnd> {
  const { address, port } = endpoint;
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const finish = (end: TryEnd): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      socket.removeAllListeners();
      // What is still to come, such as the end of a look-up, has nobody to tell.
      socket.on('error', () => undefined);
      try {
        socket.close();
      } catch {
        // It was closed by its own error.
      }
      resolve(end);
    };
    const abort = (): void => finish(null);
    // As in tcp-scan.ts: answers that the kernel already has are heard before it is too late.
    const timer = setTimeout(() => setImmediate(() => setImmediate(() => finish(null))), options.waitMs);
    options.signal?.addEventListener('abort', abort);
    socket.on('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) => finish({ code }));
    socket.on('message', (answer, from) => {
      if (options.isConnected || isSameAddress(from.address, address)) finish({ bytes: answer.length });
    });
    const sent = (error: Error | null): void => {
      if (error !== null) finish({ code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' });
    };
    if (options.isConnected) {
      socket.connect(port, address, (error?: Error) =>
        error === undefined ? socket.send(request, sent) : sent(error),
      );
    } else {
      socket.send(request, port, address, sent);
    }
  });
}
