import { randomBytes } from 'node:crypto';
import type { BroadcastAnswers, Canary } from '../check.ts';
import { BudgetExceeded, type Meter } from '../conversation/budget.ts';
import type { Conversation, DatagramAnswers } from '../conversation/conversation.ts';
import type { Transcript } from '../conversation/transcript.ts';
import type { Endpoint } from '../endpoint.ts';
import { openCanary, type OpenedCanary } from './canary.ts';
import { exchangeDatagram, type ExchangeOptions } from './datagrams.ts';
import { broadcastDhcp } from './dhcp-sockets.ts';
import type { Guard } from './guard.ts';
import { openConversation } from './tcp-conversation.ts';

/** What one check has opened; all of it is closed with `close`. */
export interface OpenedNetwork {
  connect(endpoint: Endpoint, tls: boolean): Promise<Conversation>;
  exchange(endpoint: Endpoint, datagram: Uint8Array, options: ExchangeOptions): Promise<DatagramAnswers>;
  broadcastDhcp(
    interfaceName: string,
    message: (ownAddress: number) => Uint8Array,
    waitMs: number,
  ): Promise<BroadcastAnswers>;
  openCanary(localAddress: string): Promise<Canary>;
  random(bytes: number): Uint8Array;
  close(): void;
}

/** The lens's way to the network. */
export interface Network {
  open(meter: Meter, transcript: Transcript): OpenedNetwork;
}

/** The real network, behind the guard. */
export class GuardedNetwork implements Network {
  readonly #guard: Guard;
  readonly #signal: AbortSignal | undefined;
  readonly #opened = new Set<() => void>();

  /** `signal`: closes all that is open then, and lets nothing be opened any more. */
  constructor(guard: Guard, signal?: AbortSignal) {
    this.#guard = guard;
    this.#signal = signal;
    signal?.addEventListener('abort', () => {
      for (const close of this.#opened) close();
    });
  }

  open(meter: Meter, transcript: Transcript): OpenedNetwork {
    const guard = this.#guard;
    const conversations: Conversation[] = [];
    const canaries: OpenedCanary[] = [];
    let isClosed = this.#signal?.aborted === true;
    // A check that took too long goes on where it was: what it opens then would be closed by nobody.
    const stillOpen = (): void => {
      if (isClosed) throw new BudgetExceeded('more time than there was');
    };
    const close = (): void => {
      isClosed = true;
      this.#opened.delete(close);
      for (const conversation of conversations) void conversation.close();
      for (const canary of canaries) canary.close();
    };
    this.#opened.add(close);
    return {
      connect: async (endpoint, tls) => {
        stillOpen();
        const conversation = await openConversation(endpoint, { guard, meter, transcript, tls });
        conversations.push(conversation);
        if (isClosed) void conversation.close();
        return conversation;
      },
      exchange: async (endpoint, datagram, options) => {
        stillOpen();
        return exchangeDatagram(endpoint, datagram, { guard, meter, transcript }, options);
      },
      broadcastDhcp: async (name, message, waitMs) => {
        stillOpen();
        return broadcastDhcp(name, message, waitMs, { guard, meter, transcript });
      },
      openCanary: async (localAddress) => {
        stillOpen();
        const canary = await openCanary(localAddress, randomBytes(16).toString('hex'));
        canaries.push(canary);
        if (isClosed) canary.close();
        return canary;
      },
      random: (bytes) => randomBytes(bytes),
      close,
    };
  }
}
