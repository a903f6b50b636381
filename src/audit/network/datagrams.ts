import { createSocket } from 'node:dgram';
import type { Meter } from '../conversation/budget.ts';
import type { DatagramAnswer, DatagramAnswers } from '../conversation/conversation.ts';
import type { Transcript } from '../conversation/transcript.ts';
import { formatEndpoint, type Endpoint } from '../endpoint.ts';
import type { Guard } from './guard.ts';
import { isSameAddress } from './same-address.ts';

export interface ExchangeOptions {
  readonly waitMs: number;
  readonly maxAnswers: number;
  readonly anyPort: boolean;
}

/** Sends one datagram and gathers answers. Throws ScopeRefusal before anything is sent, BudgetExceeded. */
export async function exchangeDatagram(
  endpoint: Endpoint,
  datagram: Uint8Array,
  { guard, meter, transcript }: { readonly guard: Guard; readonly meter: Meter; readonly transcript: Transcript },
  { waitMs, maxAnswers, anyPort }: ExchangeOptions,
): Promise<DatagramAnswers> {
  guard.permit(endpoint.address);
  meter.beginRound();
  meter.send(datagram.length);
  transcript.note(`datagram to ${formatEndpoint(endpoint)}`);
  const socket = createSocket(endpoint.address.includes(':') ? 'udp6' : 'udp4');
  const answers: DatagramAnswer[] = [];
  let isRefused = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(waitMs, meter.left));
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      socket.on('message', (bytes, { address, port }) => {
        if (!isSameAddress(address, endpoint.address) || (!anyPort && port !== endpoint.port)) return;
        const taken = bytes.subarray(0, meter.roomIn);
        meter.bytesIn += taken.length;
        transcript.received(taken);
        answers.push({ bytes: taken, port });
        if (answers.length >= maxAnswers || taken.length < bytes.length) done();
      });
      // A connected socket is told by ICMP that nothing listens (ip(7), ECONNREFUSED); one that takes any port cannot be.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        isRefused = error.code === 'ECONNREFUSED';
        if (!isRefused) transcript.note(`the system says ${error.code ?? error.message}`);
        done();
      });
      const sent = (error: Error | null): void => {
        if (error !== null) transcript.note(`it could not be sent: ${error.message}`);
      };
      try {
        transcript.sent(datagram);
        if (anyPort) socket.send(datagram, endpoint.port, endpoint.address, sent);
        else socket.connect(endpoint.port, endpoint.address, () => socket.send(datagram, sent));
      } catch (error) {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  } finally {
    socket.close();
  }
  return { answers, isRefused };
}
