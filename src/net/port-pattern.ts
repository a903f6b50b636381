import { TRANSPORTS } from './transport.ts';

/**
 * What `parsePortRange` and `parsePortKey` read, as regular expressions: for JSON Schema, whose readers cannot run a
 * parser. They do not see that a range runs backwards.
 */
const PORT = String.raw`(\d{1,4}|[0-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;

/** `80`, `6000-6063` */
export const PORT_RANGE = `${PORT}(-${PORT})?`;

/** `80/tcp`, `6000-6063/udp` */
export const PORT_KEY_PATTERN = `^${PORT_RANGE}/(${TRANSPORTS.join('|')})$`;
