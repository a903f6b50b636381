import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { parseIPv4 } from '../../net/address.ts';
import type { BroadcastAnswers } from '../check.ts';
import type { Meter } from '../conversation/budget.ts';
import type { Transcript } from '../conversation/transcript.ts';
import type { Guard } from './guard.ts';

/** RFC 2131 section 4.1: clients send from 68 to 67, and servers answer to 68, wherever it was asked from. */
const CLIENT_PORT = 68;
const SERVER_PORT = 67;
const MAX_ANSWERS = 16;

/**
 * Sends one DHCP message to all hosts of an interface's network and gathers all answers for `waitMs`. Two sockets: one bound
 * to the interface's address, because Linux sends a broadcast out of the interface that has the sender's address
 * (net/ipv4/route.c, ip_route_output_key_hash_rcu) and unicast answers come to it; one bound to any address, because only
 * that one hears broadcasts. Throws ScopeRefusal before anything is sent, BudgetExceeded.
 */
export async function broadcastDhcp(
  interfaceName: string,
  message: (ownAddress: number) => Uint8Array,
  waitMs: number,
  { guard, meter, transcript }: { readonly guard: Guard; readonly meter: Meter; readonly transcript: Transcript },
): Promise<BroadcastAnswers> {
  guard.permitBroadcast(interfaceName);
  const own = networkInterfaces()[interfaceName]?.find(({ family }) => family === 'IPv4')?.address;
  const ownAddress = own === undefined ? null : parseIPv4(own);
  if (own === undefined || ownAddress === null) return cannot(`${interfaceName} is not there, or has no IPv4 address`);
  const bytes = message(ownAddress);
  const answers: { bytes: Uint8Array; address: string }[] = [];
  const sender = createSocket({ type: 'udp4', reuseAddr: true });
  const listener = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    const why = (await bind(listener, '0.0.0.0')) ?? (await bind(sender, own));
    if (why !== null) return cannot(why);
    meter.beginRound();
    meter.send(bytes.length);
    transcript.note(`broadcast on ${interfaceName} from ${own}:${CLIENT_PORT} to port ${SERVER_PORT}`);
    for (const socket of [sender, listener]) {
      socket.on('message', (heard, { address, port }) => {
        if (port !== SERVER_PORT || answers.length >= MAX_ANSWERS || heard.length > meter.roomIn) return;
        meter.bytesIn += heard.length;
        answers.push({ bytes: heard, address });
      });
    }
    sender.setBroadcast(true);
    const failure = await new Promise<Error | null>((resolve) =>
      sender.send(bytes, SERVER_PORT, '255.255.255.255', resolve),
    );
    if (failure !== null) return cannot(`the system would not send it: ${failure.message}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, meter.left)));
  } finally {
    sender.close();
    listener.close();
  }
  return { answers, whyNot: null };
}

/** Why the port cannot be had; null once it is. */
function bind(socket: Socket, address: string): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') {
        resolve(`port ${CLIENT_PORT} needs root or CAP_NET_BIND_SERVICE, for instance by sudo`);
      } else if (error.code === 'EADDRINUSE') {
        resolve(`port ${CLIENT_PORT} is held by a DHCP client of this machine that shares it with nobody`);
      } else resolve(`port ${CLIENT_PORT} cannot be had: ${error.message}`);
    });
    socket.bind(CLIENT_PORT, address, () => {
      socket.removeAllListeners('error');
      // Later errors are of datagrams that nobody took: silence says the same.
      socket.on('error', () => undefined);
      resolve(null);
    });
  });
}

function cannot(whyNot: string): BroadcastAnswers {
  return { answers: [], whyNot };
}
