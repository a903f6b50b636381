import { MAX_PORT } from '../net/port.ts';
import { availability, type Availability } from './availability.ts';
import { WaitTimeoutError } from './ports-error.ts';
import { look, type Seen } from './probe.ts';

export interface WaitOptions {
  /** Name or address. By default this machine: 127.0.0.1 and ::1 are both tried. */
  readonly host?: string;
  /** Wait until nobody accepts connections there any more; on this machine also until the port can be bound. Outweighs `http`. */
  readonly free?: boolean;
  /** Wait for an answer over HTTP: true for one of any status to `/`, a path for a status of 200 to 299 to that path. */
  readonly http?: true | string;
  /** Milliseconds after which to give up, 30,000 by default; 0 looks once. */
  readonly timeout?: number;
  /** Milliseconds between two looks, 50 by default. */
  readonly interval?: number;
}

/** What happened in the end. */
export interface Waited {
  /** Address that accepted; null when the wait was for a free port. */
  readonly host: string | null;
  /** Status of the answer over HTTP; null when none was asked for. */
  readonly status: number | null;
  /** How long it took. */
  readonly milliseconds: number;
}

/** The surroundings of waiting, so that a test may stand in for them. */
export interface Watch {
  readonly look: typeof look;
  readonly availability: (port: number) => Promise<Availability>;
  /** Milliseconds from anywhere, that never run backward. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const DEFAULT_TIMEOUT = 30_000;
export const DEFAULT_INTERVAL = 50;

/** A look ends after this many milliseconds: a packet that was dropped is not waited for until the kernel gives up. */
const CONNECT_LIMIT = 2000;
const HTTP_LIMIT = 10_000;

const LOOPBACK = ['127.0.0.1', '::1'];

const SYSTEM: Watch = {
  look,
  availability,
  now: () => performance.now(),
  sleep: async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Waits until a TCP port accepts connections, answers over HTTP, or is free. Rejects with WaitTimeoutError when it does
 * not, and with RangeError when `port` is no whole number from 1 to 65535 or `http` no path.
 */
export async function waitForPort(port: number, options: WaitOptions = {}, watch: Watch = SYSTEM): Promise<Waited> {
  const { host, free = false, http, timeout = DEFAULT_TIMEOUT, interval = DEFAULT_INTERVAL } = options;
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) {
    throw new RangeError(`a port is a whole number from 1 to ${MAX_PORT}, not ${port}`);
  }
  const path = free ? null : http === true ? '/' : (http ?? null);
  if (path !== null && !/^\/[!-~]*$/.test(path)) {
    throw new RangeError(`a path begins with / and has neither blanks nor control characters: ${path}`);
  }
  const hosts = host === undefined ? LOOPBACK : [host];
  const start = watch.now();
  for (;;) {
    const left = timeout - (watch.now() - start);
    const limit = Math.min(path === null ? CONNECT_LIMIT : HTTP_LIMIT, Math.max(left, interval));
    const looks = await Promise.all(
      hosts.map(async (one) => ({ host: one, ...(await watch.look(one, port, path, limit)) })),
    );
    const milliseconds = watch.now() - start;
    const met = free ? undefined : looks.find((seen) => isAnswer(seen, http));
    if (met !== undefined) return { host: met.host, status: met.status, milliseconds };
    const isQuiet = free && looks.every(({ accepts }) => !accepts);
    // Of another host, and of a port that this user may never bind, the refusal is all that can be known.
    const isHere = hosts.every((one) => isLoopback(one));
    if (isQuiet && !(isHere && (await watch.availability(port)) === 'busy'))
      return { host: null, status: null, milliseconds };
    if (milliseconds + interval > timeout) throw new WaitTimeoutError(describe(port, looks, isQuiet));
    await watch.sleep(interval);
  }
}

function isAnswer({ accepts, status }: Seen, http: true | string | undefined): boolean {
  if (http === undefined) return accepts;
  return status !== null && (http === true || (status >= 200 && status <= 299));
}

/** Also of the names that the system resolves to them by custom (RFC 6761, 6.3). */
function isLoopback(host: string): boolean {
  return host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host) || /^(?:.+\.)?localhost$/.test(host);
}

function describe(port: number, looks: readonly (Seen & { host: string })[], isQuiet: boolean): string {
  if (isQuiet) return `port ${port} is bound or reserved, although nobody accepts connections`;
  const best = looks.find(({ accepts }) => accepts) ?? looks[0];
  return best === undefined ? `port ${port}` : `${formatEnd(best.host, port)} ${best.words}`;
}

function formatEnd(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
