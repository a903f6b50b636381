/**
 * The host that does not exist. Its addresses are private ones (RFC 1918); everybody else's are those that are reserved for
 * documentation (RFC 5737), so that nobody is ever named.
 */
export const DEMO_HOST = 'db-3';
export const DEMO_ADDRESS = '192.168.7.3';
/** Its network without the last number, the broadcast address at its end. */
export const DEMO_NETWORK = '192.168.7.';

/** When the demonstration begins, whatever the time is elsewhere: what it shows is the same each time. */
export const DEMO_NOW = new Date('2026-11-22T03:00:00Z');

/** Seconds since 1970 at which its firewall log begins, and how long that lasts: a week. */
export const LOG_SECONDS = 7 * 86_400;
export const LOG_START = DEMO_NOW.getTime() / 1000 - LOG_SECONDS;
