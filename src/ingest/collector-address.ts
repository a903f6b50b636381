import { parseIp } from '../net/prefix.ts';
import { scopeOfIPv4, scopeOfIPv6 } from '../net/scope.ts';

/** Where `portolan serve` listens when nothing else is said. */
export const COLLECTOR_PORT = 7654;

/** Where a collector is: over TCP, or on the Unix socket in its store's folder, where the rights of the file are the right. */
export type CollectorAddress =
  | {
      readonly over: 'tcp';
      readonly isSecure: boolean;
      /** Without brackets. */
      readonly host: string;
      readonly port: number;
      /** What stands before `/api` where a proxy has the collector under a path: empty, or with a slash at its beginning and none at its end. */
      readonly path: string;
    }
  | { readonly over: 'unix'; readonly socket: string };

/** What is wrong with an address; the message says what one looks like. */
export class CollectorAddressError extends Error {
  override readonly name = 'CollectorAddressError';
}

const UNIX = 'unix:';

/** Whether somebody means a NATS server by an address, right or wrong: `nats/nats-address.ts` reads it. */
export const isNatsAddress = (text: string): boolean => /^(?:nats|tls):/i.test(text);

/**
 * Reads `https://host[:port][/path]`, `http://...` or `unix:/path/to/serve.sock`. A token and logs do not travel in the open:
 * `http` is for loopback, unless `isInsecureAllowed`. Throws CollectorAddressError.
 */
export function parseCollectorAddress(text: string, isInsecureAllowed = false): CollectorAddress {
  if (text.startsWith(UNIX)) {
    const socket = text.slice(UNIX.length);
    if (!socket.startsWith('/')) {
      throw new CollectorAddressError(`${text} is no collector: behind unix: stands the whole path, from / on`);
    }
    return { over: 'unix', socket };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new CollectorAddressError(`${text} is no collector; one looks like https://collector:${COLLECTOR_PORT}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    // Not repeated here: it may be the secret itself.
    throw new CollectorAddressError(
      'the address of a collector is host, port and path only; the token comes from --token-file or PORTOLAN_TOKEN',
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !isInsecureAllowed && !isLoopbackHost(host)) {
    throw new CollectorAddressError(
      `${text} would send the token and all events in the open; use https, or say --insecure-http where the network between is yours`,
    );
  }
  // The URL's own default ports, 80 and 443, are what somebody means who runs a proxy there: only those not written are ours.
  const hasPort = /^[a-z]+:\/\/(?:\[[^\]]*\]|[^/:?#]*):\d+/i.test(text);
  const standard = isSecure ? 443 : 80;
  const port = url.port === '' ? (hasPort ? standard : COLLECTOR_PORT) : Number(url.port);
  return { over: 'tcp', isSecure, host, port, path: url.pathname.replace(/\/+$/, '') };
}

/** For people. */
export function formatCollectorAddress(address: CollectorAddress): string {
  if (address.over === 'unix') return `${UNIX}${address.socket}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `http${address.isSecure ? 's' : ''}://${host}:${address.port}${address.path}`;
}

/** Whether a host of a URL or of a Host header, without brackets, is this machine by itself: 127.0.0.0/8, ::1, localhost (RFC 6761). */
export function isLoopbackHost(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  const address = parseIp(host);
  if (address === null) return false;
  return (address.family === 4 ? scopeOfIPv4(address.words[0]) : scopeOfIPv6(address.words)) === 'loopback';
}
