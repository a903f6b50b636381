import { isTransport, type Transport } from './transport.ts';

/** Highest port number: the field is 16 bits wide in all four transports. */
export const MAX_PORT = 65_535;

/** An inclusive range of port numbers; a single port has `from === to`. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A port, or a range of ports, of one transport: the key of every record in the knowledge base. */
export interface PortKey extends PortRange {
  readonly transport: Transport;
}

const DECIMAL = /^\d{1,5}$/;

/** Reads a decimal port number, 0 to 65535. Anything else (sign, blank, hex, out of range) is null. */
export function parsePort(text: string): number | null {
  if (!DECIMAL.test(text)) return null;
  const port = Number(text);
  return port <= MAX_PORT ? port : null;
}

/** Reads `80` or `6000-6063`; null when a bound is no port or the bounds are reversed. */
export function parsePortRange(text: string): PortRange | null {
  const dash = text.indexOf('-');
  if (dash === -1) {
    const port = parsePort(text);
    return port === null ? null : { from: port, to: port };
  }
  const from = parsePort(text.slice(0, dash));
  const to = parsePort(text.slice(dash + 1));
  return from === null || to === null || from > to ? null : { from, to };
}

/** Reads `80/tcp` or `6000-6063/udp`; null when either half is malformed. */
export function parsePortKey(text: string): PortKey | null {
  const slash = text.indexOf('/');
  if (slash === -1) return null;
  const range = parsePortRange(text.slice(0, slash));
  const transport = text.slice(slash + 1);
  return range === null || !isTransport(transport) ? null : { ...range, transport };
}

export function formatPortRange(range: PortRange): string {
  return range.from === range.to ? `${range.from}` : `${range.from}-${range.to}`;
}

export function formatPortKey(key: PortKey): string {
  return `${formatPortRange(key)}/${key.transport}`;
}
