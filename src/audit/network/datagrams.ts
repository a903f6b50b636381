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
  /** How often the datagram is sent, as long as nothing came: networks lose some. */
  readonly tries: number;
  /** What is said to an answer, from the same socket to the port it came from; null: nothing. */
  readonly reply: ((answer: DatagramAnswer) => Uint8Array | null) | null;
}

/** Sends a datagram and gathers answers, each try for `waitMs`. Throws ScopeRefusal before anything is sent, BudgetExceeded. */
export async function exchangeDatagram(
  endpoint: Endpoint,
  datagram: Uint8Array,
  { guard, meter, transcript }: { readonly guard: Guard; readonly meter: Meter; readonly transcript: Transcript },
  { waitMs, maxAnswers, anyPort, tries, reply }: ExchangeOptions,
): Promise<DatagramAnswers> {
  guard.permit(endpoint.address);
  meter.beginRound();
  transcript.note(`datagram to ${formatEndpoint(endpoint)}`);
  const socket = createSocket(endpoint.address.includes(':') ? 'udp6' : 'udp4');
  const answers: DatagramAnswer[] = [];
  let isRefused = false;
  try {
    await new Promise<void>((resolve, reject) => {
      let timer = setTimeout(again, Math.min(waitMs, meter.left));
      let triesLeft = tries - 1;
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      socket.on('message', (bytes, { address, port }) => {
        if (!isSameAddress(address, endpoint.address) || (!anyPort && port !== endpoint.port)) return;
        const taken = bytes.subarray(0, meter.roomIn);
        meter.bytesIn += taken.length;
        transcript.received(taken);
        const answer = { bytes: taken, port };
        answers.push(answer);
        const said = reply?.(answer) ?? null;
        if (said !== null) attempt(() => speak(said, port));
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
      /** Throws BudgetExceeded. */
      function speak(bytes: Uint8Array, port: number): void {
        meter.send(bytes.length);
        transcript.sent(bytes);
        if (anyPort) socket.send(bytes, port, endpoint.address, sent);
        else socket.send(bytes, sent);
      }
      function again(): void {
        if (triesLeft-- <= 0 || answers.length > 0 || meter.left === 0) return resolve();
        timer = setTimeout(again, Math.min(waitMs, meter.left));
        attempt(() => {
          meter.beginRound();
          speak(datagram, endpoint.port);
        });
      }
      function attempt(action: () => void): void {
        try {
          action();
        } catch (error) {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }
      attempt(() => {
        if (anyPort) speak(datagram, endpoint.port);
        else {
          // No route, or none that may be used: told to the callback, and not as an event.
          socket.connect(endpoint.port, endpoint.address, (error?: Error) => {
            if (error === undefined) return attempt(() => speak(datagram, endpoint.port));
            sent(error);
            done();
          });
        }
      });
    });
  } finally {
    socket.close();
  }
  return { answers, isRefused };
}
