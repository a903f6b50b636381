import { MAX_PORT } from '../net/port.ts';
import { lockPort, type PortLock } from './port-mutex.ts';
import { errorCode, NoFreePortError, PortBusyError } from './ports-error.ts';
import { connectToSelf, listen, type SelfConnection } from './self-connection.ts';
import { waitForPort, type WaitOptions } from './wait.ts';

/** The system gave a port this often that another process was just reserving. */
const MAX_DRAWS = 100;

/** Of how many ports at once the system is asked: each needs four descriptors for a moment. */
const AT_ONCE = 16;

/**
 * A TCP port that nobody else gets, for as long as it is held.
 *
 * Other programs do not draw it by chance, and no other reservation gets it. A server that names it can bind and listen
 * on it at any time, on every address, if it sets SO_REUSEADDR, as servers commonly do (Node, Go, Java, Python's
 * http.server, nginx); for one that does not, release the port right before. Clients are refused until it listens.
 *
 * Limits: a program that binds port 0 of another address than 127.0.0.1 and the wildcards may still draw it.
 * Measured on Linux; on other systems without the lock against other reservers in the same range.
 *
 * A reservation alone does not keep a process running. It ends with the process, however that ends.
 */
export class Reservation {
  /** 1 to 65535. */
  readonly port: number;
  readonly #connection: SelfConnection;
  readonly #lock: PortLock;

  constructor(port: number, connection: SelfConnection, lock: PortLock) {
    this.port = port;
    this.#connection = connection;
    this.#lock = lock;
  }

  /** Gives the port up. Resolves when it is free, without TIME_WAIT. May be called again. */
  async release(): Promise<void> {
    await this.#connection.close();
    this.#lock.unlock();
  }

  /**
   * Waits until a server listens on the port, by the same options as `waitForPort`, and then gives the reservation up:
   * at no moment is the port nobody's. Rejects with WaitTimeoutError, and then still holds it.
   */
  async handOver(options: Omit<WaitOptions, 'free'> = {}): Promise<void> {
    await waitForPort(this.port, options);
    await this.release();
  }
}

/**
 * Reserves a TCP port that the system chooses, out of its range of ephemeral ports. Rejects with NoFreePortError when
 * that range is used up, and with the system's error otherwise (EMFILE: too many open files).
 */
export async function reservePort(): Promise<Reservation> {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const reservation = await reserve(0);
    if (reservation !== null) return reservation;
  }
  throw new NoFreePortError('the system has no ephemeral port left that nobody reserves');
}

/**
 * Reserves `count` TCP ports, 1 to 65535 of them, all different. When one cannot be had, those before it are released,
 * and it rejects as `reservePort` does. Throws RangeError for another count.
 */
export async function reservePorts(count: number): Promise<Reservation[]> {
  if (!isPort(count)) throw new RangeError(`a number of ports is a whole number from 1 to ${MAX_PORT}, not ${count}`);
  const reservations: Reservation[] = [];
  try {
    while (reservations.length < count) {
      // The first one alone: the others then share the port of its other end.
      const batch = Math.min(reservations.length === 0 ? 1 : AT_ONCE, count - reservations.length);
      const settled = await Promise.allSettled(Array.from({ length: batch }, () => reservePort()));
      for (const one of settled) if (one.status === 'fulfilled') reservations.push(one.value);
      for (const one of settled) if (one.status === 'rejected') throw one.reason;
    }
    return reservations;
  } catch (error) {
    await Promise.all(reservations.map(async (one) => one.release()));
    throw error;
  }
}

/**
 * Reserves the lowest TCP port from `from` to `to`, both included, 1 to 65535, that is free and that nobody reserves.
 * Ports that this user may not bind (below 1024, for most) are passed over. Rejects with NoFreePortError when there is
 * none, with RangeError for a range that is none.
 */
export async function reserveInRange(from: number, to: number): Promise<Reservation> {
  if (!isPort(from) || !isPort(to) || from > to) {
    throw new RangeError(`a range is two ports from 1 to ${MAX_PORT}, the lower first, not ${from} and ${to}`);
  }
  let denied = 0;
  for (let port = from; port <= to; port++) {
    try {
      const reservation = await reserve(port);
      if (reservation !== null) return reservation;
    } catch (error) {
      if (errorCode(error) !== 'EACCES') throw error;
      denied++;
    }
  }
  const where = from === to ? `port ${from}` : `from ${from} to ${to}`;
  if (denied === to - from + 1) throw new NoFreePortError(`${where}: this user may not bind there`);
  throw from === to
    ? new PortBusyError(`port ${from} is in use, or reserved`)
    : new NoFreePortError(`no port is free ${where}`);
}

/** Null when somebody has the port or reserves it; port 0 is any. */
async function reserve(wanted: number): Promise<Reservation | null> {
  // Of a named port the lock comes first: whoever has it is the only one to try the port at all.
  let lock = wanted === 0 ? null : await lockPort(wanted);
  if (wanted !== 0 && lock === null) return null;
  try {
    const { server, port } = await listen(wanted);
    lock ??= await lockPort(port);
    if (lock === null) {
      server.close();
      return null;
    }
    return new Reservation(port, await connectToSelf(server, port), lock);
  } catch (error) {
    lock?.unlock();
    if (errorCode(error) === 'EADDRINUSE') return null;
    throw error;
  }
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_PORT;
}
