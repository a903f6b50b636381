import { randomBytes } from 'node:crypto';
import type { BroadcastAnswers, Canary } from '../check.ts';
import type { Meter } from '../conversation/budget.ts';
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

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  open(meter: Meter, transcript: Transcript): OpenedNetwork {
    const guard = this.#guard;
    const conversations: Conversation[] = [];
    const canaries: OpenedCanary[] = [];
    return {
      connect: async (endpoint, tls) => {
        const conversation = await openConversation(endpoint, { guard, meter, transcript, tls });
        conversations.push(conversation);
        return conversation;
      },
      exchange: (endpoint, datagram, options) =>
        exchangeDatagram(endpoint, datagram, { guard, meter, transcript }, options),
      broadcastDhcp: (name, message, waitMs) => broadcastDhcp(name, message, waitMs, { guard, meter, transcript }),
      openCanary: async (localAddress) => {
        const canary = await openCanary(localAddress, randomBytes(16).toString('hex'));
        canaries.push(canary);
        return canary;
      },
      random: (bytes) => randomBytes(bytes),
      close: () => {
        for (const conversation of conversations) void conversation.close();
        for (const canary of canaries) canary.close();
      },
    };
  }
}
