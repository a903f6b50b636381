import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from './ports-error.ts';

/** The right to reserve a port, which one process at a time has. */
export interface PortLock {
  unlock(): void;
}

/** Ports locked by this process, where the system offers nothing that others would see. */
const lockedHere = new Set<number>();

/**
 * Takes the lock of a TCP port; null when somebody has it. On Linux it is a listening socket in the abstract namespace
 * (unix(7)): exclusive, gone with its process however that ends, and bounded by the network namespace, just as ports
 * are. On Windows a named pipe does the same. Elsewhere the lock is kept from this process only.
 */
export async function lockPort(port: number): Promise<PortLock | null> {
  const path = lockPath(port);
  return path === null ? lockHere(port) : lockBySocket(path);
}

function lockPath(port: number): string | null {
  if (process.platform === 'linux') return `\0portolan/tcp/${port}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\portolan-tcp-${port}` : null;
}

async function lockBySocket(path: string): Promise<PortLock | null> {
  // Whoever connects learns nothing; they are let go at once.
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen({ path, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return null;
    throw error;
  }
  return { unlock: () => server.close() };
}

function lockHere(port: number): PortLock | null {
  if (lockedHere.has(port)) return null;
  lockedHere.add(port);
  return { unlock: () => lockedHere.delete(port) };
}
