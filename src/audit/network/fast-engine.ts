import { createServer, type Server } from 'node:net';
import type { Endpoint } from '../endpoint.ts';
import type { AttemptEnded, Connector } from './connector.ts';
import { HandleConnector } from './handle-connector.ts';
import { readTcpBinding } from './tcp-binding.ts';

const LOOPBACK = '127.0.0.1';
/** Milliseconds for an answer of loopback, on a machine however busy. */
const PATIENCE = 3000;

/**
 * The fast connector, once it was seen to tell an open port from a closed one on loopback; else a few words why not. It is
 * made of parts of Node that no documentation promises (DEP0111).
 */
export async function openFastConnector(ended: AttemptEnded): Promise<Connector | string> {
  const binding = readTcpBinding();
  if (typeof binding === 'string') return binding;
  const fault = await selfTest((report) => new HandleConnector(binding, report));
  return fault ?? new HandleConnector(binding, ended);
}

/** Tries one open and one closed port of loopback. Null where both are told; else in a few words what went wrong. */
export async function selfTest(make: (ended: AttemptEnded) => Connector): Promise<string | null> {
  let open: Server | null = null;
  let closed: Server | null = null;
  try {
    open = await listen();
    // Both at once, so that they are two ports; then one is closed.
    closed = await listen();
    const ports = [portOf(open), portOf(closed)];
    await new Promise((resolve) => closed?.close(resolve));
    const [first, second] = await attempt(make, ports);
    if (first !== null) return `an open port of loopback ended with ${first ?? 'nothing'}`;
    if (second !== 'ECONNREFUSED') return `a closed port of loopback ended with ${second ?? 'a connection or nothing'}`;
    return null;
  } catch (error) {
    return `its self-test failed: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    open?.close();
    closed?.close();
  }
}

/** How attempts at the ports ended: an error's name, null for a connection, undefined for nothing in time. */
async function attempt(
  make: (ended: AttemptEnded) => Connector,
  ports: readonly number[],
): Promise<(string | null | undefined)[]> {
  const results = ports.map((): string | null | undefined => undefined);
  let left = ports.length;
  let timer: NodeJS.Timeout | undefined;
  let connector: Connector | null = null;
  try {
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
      connector = make((slot, code) => {
        results[slot] = code;
        if (--left === 0) resolve();
      });
      for (const [slot, port] of ports.entries()) {
        const endpoint: Endpoint = { address: LOOPBACK, port };
        connector.connect(slot, endpoint);
      }
    });
  } finally {
    clearTimeout(timer);
    (connector as Connector | null)?.close();
  }
  return results;
}

async function listen(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined).destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
