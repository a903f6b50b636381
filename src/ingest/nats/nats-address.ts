import { CollectorAddressError, isLoopbackHost, isNatsAddress } from '../collector-address.ts';

/** A NATS server, and who one is to it; the password comes from elsewhere. */
export interface NatsAddress {
  /** `tls://broker:4222`: what the client takes. It learns of the other servers of a cluster by itself. */
  readonly server: string;
  readonly user: string;
  /** Without TLS nothing is sent: a server that offers none is not believed. */
  readonly isSecure: boolean;
}

const NATS_PORT = '4222';
const EXAMPLE = `tls://gate@broker:${NATS_PORT}`;

/**
 * Reads `tls://USER@host[:port]`, or `nats://...`, which is for loopback, unless `isInsecureAllowed`: passwords and logs do not travel in
 * the open. Throws CollectorAddressError.
 */
export function parseNatsAddress(text: string, isInsecureAllowed = false): NatsAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !isNatsAddress(text) || url.hostname === '') {
    throw new CollectorAddressError(`${text} is no NATS server; one looks like ${EXAMPLE}`);
  }
  if (url.password !== '' || url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) {
    // Not repeated here: it may be the secret itself.
    throw new CollectorAddressError(
      `the address of a NATS server is user, host and port only, such as ${EXAMPLE}; the password comes from a file or from the environment`,
    );
  }
  if (url.username === '') throw new CollectorAddressError(`${text} does not say as which user: ${EXAMPLE}`);
  const isSecure = url.protocol === 'tls:';
  if (!isSecure && !isInsecureAllowed && !isLoopbackHost(url.hostname.replace(/^\[|\]$/g, ''))) {
    throw new CollectorAddressError(`${text} would send the password and all events in the open: use tls://`);
  }
  const scheme = isSecure ? 'tls' : 'nats';
  return {
    server: `${scheme}://${url.hostname}:${url.port === '' ? NATS_PORT : url.port}`,
    user: decodeURIComponent(url.username),
    isSecure,
  };
}
