import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { Family, Probe, ProbeOutcome, ProbeTarget } from '../../../sockets/hidden/probe.ts';

const OUTCOMES: Readonly<Record<string, ProbeOutcome>> = {
  EADDRINUSE: 'in-use',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EADDRNOTAVAIL: 'no-family',
  EAFNOSUPPORT: 'no-family',
};

/** Long enough for loopback under load; a firewall that drops says nothing at all. */
const ANSWER_MILLISECONDS = 1000;

/** Binds, for TCP also listens (libuv reports a bind that failed only then), and lets go at once. */
export const bindProbe: Probe = async (target) => (target.transport === 'tcp' ? probeTcp(target) : probeUdp(target));

async function probeTcp({ port, address, ipv6Only }: ProbeTarget): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => resolve(outcomeOf(error)));
    server.listen({ port, host: address, ipv6Only, exclusive: true, backlog: 1 }, () => {
      server.close(() => resolve('free'));
    });
  });
}

async function probeUdp({ port, address, ipv6Only }: ProbeTarget): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const isIPv6 = address.includes(':');
    const socket = createSocket({ type: isIPv6 ? 'udp6' : 'udp4', ipv6Only: isIPv6 && ipv6Only, reuseAddr: false });
    socket.once('error', (error) => socket.close(() => resolve(outcomeOf(error))));
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve('free')));
  });
}

function outcomeOf(error: Error): ProbeOutcome {
  const code = 'code' in error ? String(error.code) : '';
  return OUTCOMES[code] ?? 'failed';
}

/** Whether a connection to the port on loopback is accepted, by somebody else than this connection itself. */
export async function answersOnLoopback(family: Family, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: family === 'ipv4' ? '127.0.0.1' : '::1', timeout: ANSWER_MILLISECONDS });
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    // A port that nobody holds any more may have been given to this socket: then it talks to itself (RFC 9293 3.5).
    socket.once('connect', () => finish(socket.localPort !== port));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
